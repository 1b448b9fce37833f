package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.MailboxView;
import org.letterlock.admin.api.ProxyRulesView;
import org.letterlock.admin.api.SenderRulesView;

/** A mailbox for people. */
final class MailboxText {

    private MailboxText() {}

    static void print(MailboxView mailbox, PrintStream out) {
        out.println("id            " + mailbox.id());
        out.println("address       " + mailbox.address());
        out.println("name          " + mailbox.name());
        out.println("description   " + mailbox.description());
        out.println("status        " + mailbox.status());
        out.println("fingerprint   " + mailbox.fingerprint());
        out.println("messages      " + count(mailbox.messages()));
        out.println("bytes         " + count(mailbox.bytes()));
        out.println("oldest        " + orDash(mailbox.oldest()));
        out.println("last received " + orDash(mailbox.lastReceived()));
        out.println("last pick-up  " + orDash(mailbox.lastPickup()));
        out.println("senders       " + senders(mailbox.senders()));
        out.println("proxy         " + proxy(mailbox.proxy()));
        out.println("recovery code " + yesOrDash(mailbox.recoveryCode()));
        out.println("escrow        " + orDash(mailbox.escrow()));
        if (mailbox.olderKeys() > 0) {
            out.println("older keys    " + mailbox.olderKeys() + ", for " + count(mailbox.olderKeysMessages())
                    + " of the messages");
        }
    }

    /** Who may send, in one line. */
    static String senders(SenderRulesView rules) {
        List<String> parts = new ArrayList<>();
        if (!rules.networks().isEmpty()) {
            parts.add("from " + String.join(",", rules.networks()));
        }
        if (rules.tlsRequired()) {
            parts.add("over TLS");
        }
        if (!rules.certificateNames().isEmpty()) {
            parts.add("with a certificate for " + String.join(",", rules.certificateNames()));
        }
        return parts.isEmpty()
                ? "any"
                : String.join(", ", parts) + "; others are " + (rules.defer() ? "deferred" : "rejected");
    }

    /** What may pass through the gateway, in one line. */
    static String proxy(ProxyRulesView rules) {
        if (!rules.enabled()) {
            return "off";
        }
        List<String> parts = new ArrayList<>();
        parts.add(rules.targets().isEmpty() ? "to any allowed server" : "to " + String.join(",", rules.targets()));
        if (rules.failOpen()) {
            parts.add("mails that cannot be kept pass");
        }
        if (rules.keepRejected()) {
            parts.add("refused mails are kept");
        }
        if (rules.passSuspended()) {
            parts.add("mails pass uncopied while suspended");
        }
        return String.join("; ", parts);
    }

    /** A figure, unknown while the index is not there. */
    static String count(long figure) {
        return figure < 0 ? "?" : Long.toString(figure);
    }

    static String yesOrDash(boolean value) {
        return value ? "yes" : "-";
    }

    static String orDash(@Nullable Object value) {
        return value == null ? "-" : value.toString();
    }
}
