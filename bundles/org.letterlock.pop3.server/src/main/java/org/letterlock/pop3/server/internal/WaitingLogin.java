package org.letterlock.pop3.server.internal;

import org.letterlock.protocol.pop3.Pop3Action;

/** A login that waits: for as long as failed ones before it want, or for the mailbox service. */
final class WaitingLogin {

    private final Pop3Action.Login login;
    private final LoginThrottle.Attempt attempt;
    private boolean waits;
    private long since;

    WaitingLogin(Pop3Action.Login login, LoginThrottle.Attempt attempt) {
        this.login = login;
        this.attempt = attempt;
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
