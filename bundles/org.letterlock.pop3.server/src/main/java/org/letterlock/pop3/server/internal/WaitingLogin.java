package org.letterlock.pop3.server.internal;

import java.net.InetAddress;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.protocol.pop3.Pop3Action;
import org.letterlock.throttle.LoginThrottle;

/** A login that waits: for as long as failed ones before it want, or for the mailbox service. */
final class WaitingLogin {

    private final Pop3Action.Login login;
    private final LoginThrottle.Attempt attempt;
    private boolean waits;
    private long since;

    private WaitingLogin(Pop3Action.Login login, LoginThrottle.Attempt attempt) {
        this.login = login;
        this.attempt = attempt;
    }

    /** Begins a login; a name that cannot be a mailbox's counts for the address only. */
    static WaitingLogin begin(LoginThrottle throttle, InetAddress address, Pop3Action.Login login) {
        String name = login.userName();
        int at = name.indexOf('@');
        String account = MailboxId.parse(at < 0 ? name : name.substring(0, at))
                .map(MailboxId::toString)
                .orElse(null);
        return new WaitingLogin(login, throttle.begin(address, account));
    }

    Pop3Action.Login login() {
        return login;
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
