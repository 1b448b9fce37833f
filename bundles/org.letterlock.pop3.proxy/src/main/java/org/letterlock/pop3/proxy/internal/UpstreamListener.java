package org.letterlock.pop3.proxy.internal;

import java.nio.ByteBuffer;
import org.letterlock.transport.api.OutboundConnection;

/** Who is told of the remote server's side, within the session's sequence. */
interface UpstreamListener {

    /** The login is done; octets and the other events follow. */
    void loggedIn(OutboundConnection connection, String reply);

    /** The remote server does not let the user in. The connection is closed. */
    void refused(String reply);

    /**
     * There is no login. The connection is closed.
     *
     * @param text one line for people
     */
    void failed(String text);

    /** Octets behind the login. */
    void upstreamReceived(ByteBuffer data);

    /** The remote server takes more again. */
    void upstreamWritable();

    /** Time passes, also when the client is gone. */
    void upstreamTick(long nanoTime);

    /** The connection is gone behind the login. */
    void gone();
}
