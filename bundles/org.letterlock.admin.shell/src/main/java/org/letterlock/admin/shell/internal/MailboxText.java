package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.MailboxView;

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
    }

    /** A figure, unknown while the index is not there. */
    static String count(long figure) {
        return figure < 0 ? "?" : Long.toString(figure);
    }

    static String orDash(@Nullable Object value) {
        return value == null ? "-" : value.toString();
    }
}
