package org.letterlock.smtp.proxy.internal;

import org.letterlock.protocol.smtp.SmtpClientEngine;
import org.letterlock.protocol.smtp.SmtpReply;
import org.letterlock.transport.api.OutboundConnection;

/** Who is told what became of a login at the remote server, once, within the session's sequence. */
interface UpstreamListener {

    /**
     * The login is done.
     *
     * @param engine of the dialogue so far
     * @param reply what the server said
     * @return who gets the connection's later events
     */
    RelayedSession loggedIn(OutboundConnection connection, SmtpClientEngine engine, SmtpReply reply);

    /** The remote server does not let the user in. The connection is closed. */
    void refused(SmtpReply reply);

    /**
     * There is no login. The connection is closed.
     *
     * @param text for people: where and why, what the server said included
     * @param logged the same for the log, without the server's words
     */
    void failed(String text, String logged);
}
