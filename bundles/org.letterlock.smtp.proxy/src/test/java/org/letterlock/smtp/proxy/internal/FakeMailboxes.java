package org.letterlock.smtp.proxy.internal;

import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.function.Function;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mailbox.api.MailboxService;
import org.letterlock.mailbox.api.ProxyAccess;

/** Mailboxes that know nothing but what sessions may do. */
final class FakeMailboxes {

    private FakeMailboxes() {}

    static MailboxService that(Function<MailboxId, Optional<ProxyAccess>> access) {
        return (MailboxService) Proxy.newProxyInstance(
                FakeMailboxes.class.getClassLoader(), new Class<?>[] {MailboxService.class}, (proxy, method, args) -> {
                    if (method.getName().equals("proxyAccess")) {
                        return access.apply((MailboxId) args[0]);
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
