package org.letterlock.pop3.server.internal;

import org.letterlock.protocol.pop3.Pop3Action;

/** A login while the mailbox service is away. */
final class WaitingLogin {

    private final Pop3Action.Login login;
    private boolean waits;
    private long since;

    WaitingLogin(Pop3Action.Login login) {
        this.login = login;
    }

    Pop3Action.Login login() {
        return login;
    }

    /** Called at every tick; counts from the first. */
    long waitedNanos(long nanoTime) {
        if (!waits) {
            waits = true;
            since = nanoTime;
        }
        return nanoTime - since;
    }
}
