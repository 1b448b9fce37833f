package org.letterlock.proxy;

import org.letterlock.transport.api.Connector;

/** What becomes of a login before the server is asked. */
public sealed interface Decision {

    /** It has to wait; ask again at the next tick. */
    record Waiting() implements Decision {}

    /**
     * It may be tried.
     *
     * @param connector leads to the server
     * @param route where it leads
     */
    record Admitted(Connector connector, Route route) implements Decision {}

    /**
     * It is over.
     *
     * @param why the reason
     */
    record Refused(Reason why) implements Decision {}

    /** Why a login is refused. */
    enum Reason {
        /** The user name is not user, server and mailbox. */
        NO_ROUTE,
        /** There is no such mailbox, it takes no proxied sessions, or it is suspended. */
        NO_MAILBOX,
        /** Too many logins are under way. */
        TOO_MANY,
        /** A service is away. */
        AWAY
    }
}
