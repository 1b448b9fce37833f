package org.letterlock.pop3.server.internal;

import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.protocol.pop3.Pop3Action;
import org.letterlock.throttle.LoginThrottle;

/** A login that waits: for as long as failed ones before it want, or for the mailbox service. */
final class WaitingLogin {

    private final Pop3Action.Login login;
    private final LoginThrottle.Attempt attempt;
    private final @Nullable MailboxId mailbox;
    private final long beginNanos = System.nanoTime();
    private boolean waits;
    private long since;

    private WaitingLogin(Pop3Action.Login login, @Nullable MailboxId mailbox, LoginThrottle.Attempt attempt) {
        this.login = login;
        this.mailbox = mailbox;
        this.attempt = attempt;
    }

    /** Begins a login; a name that cannot be a mailbox's counts for the address only. */
    static WaitingLogin begin(LoginThrottle throttle, InetAddress address, Pop3Action.Login login) {
        String name = login.userName();
        int at = name.indexOf('@');
        MailboxId mailbox =
                MailboxId.parse(at < 0 ? name : name.substring(0, at)).orElse(null);
        return new WaitingLogin(login, mailbox, throttle.begin(address, mailbox == null ? null : mailbox.toString()));
    }

    Pop3Action.Login login() {
        return login;
    }

    /** The id that its user name holds, null if it holds none. */
    @Nullable MailboxId mailbox() {
        return mailbox;
    }

    Duration sinceBegin() {
        return Duration.ofNanos(System.nanoTime() - beginNanos);
    }

    LoginThrottle.Attempt attempt() {
        return attempt;
    }

    /** For how long it could have been tried; negative while it must not be. Called at every tick; counts from the first. */
    long dueNanos(long nanoTime) {
        if (!waits) {
            waits = true;
            since = nanoTime;
        }
        return nanoTime - since - attempt.delayNanos();
    }

    /** It will not be tried. */
    void giveUp() {
        login.erase();
        attempt.undecided();
    }
}
