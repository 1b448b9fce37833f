package org.letterlock.smtp.server.internal;

import java.lang.reflect.Proxy;
import org.letterlock.crypto.api.MailboxPublicKey;
import org.letterlock.mail.api.MailAddress;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mailbox.api.MailboxService;
import org.letterlock.mailbox.api.Recipient;
import org.letterlock.mailbox.api.Refusal;
import org.letterlock.mailbox.api.Sender;

/** A catalogue in which every id of {@code gw.example} is a mailbox; local parts name the exceptions. */
final class FakeMailboxes {

    private static final MailboxPublicKey KEY = new MailboxPublicKey(new byte[1], new byte[32]);

    private FakeMailboxes() {}

    static MailboxService create() {
        return (MailboxService) Proxy.newProxyInstance(
                FakeMailboxes.class.getClassLoader(), new Class<?>[] {MailboxService.class}, (proxy, method, args) -> {
                    if (!method.getName().equals("resolve")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    return resolve((MailAddress) args[0], (Sender) args[1]);
                });
    }

    static String address(int number) {
        return new MailboxId(7, number) + "@gw.example";
    }

    private static Recipient resolve(MailAddress address, Sender sender) {
        if (address.domain().isEmpty()) {
            return new Recipient.NoPostmaster();
        }
        if (!address.domain().equals("gw.example")) {
            return new Recipient.ForeignDomain();
        }
        if (address.localPart().equals("suspended")) {
            return new Recipient.Suspended(new MailboxId(1, 1));
        }
        if (address.localPart().startsWith("tls-") && !sender.encrypted()) {
            return new Recipient.Refused(
                    new MailboxId(1, 2),
                    Refusal.Reason.TLS_REQUIRED,
                    address.localPart().equals("tls-later"));
        }
        if (address.localPart().equals("certificate")
                && !sender.certificateNames().contains("mx.example")) {
            return new Recipient.Refused(new MailboxId(1, 4), Refusal.Reason.CERTIFICATE, false);
        }
        if (address.localPart().startsWith("network-")) {
            return new Recipient.Refused(
                    new MailboxId(1, 3),
                    Refusal.Reason.ADDRESS,
                    address.localPart().equals("network-later"));
        }
        if (address.localPart().equals("bug")) {
            throw new IllegalStateException("a bug, on purpose");
        }
        return MailboxId.parse(address.localPart())
                .<Recipient>map(id -> new Recipient.Active(id, address, KEY, null))
                .orElse(new Recipient.Unknown());
    }
}
