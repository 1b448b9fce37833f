package org.letterlock.transport.api;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The gateway's listeners. The transport registers it; administration uses it. Thread-safe, and nothing blocks. */
@ProviderType
public interface Listeners {

    /**
     * How each configured listener is doing.
     *
     * @return in the order of their names
     */
    List<ListenerStatus> status();

    /**
     * Serves no new connection until {@link #resume()}: the ports stay open, and who comes gets a temporary error in the
     * words of the port's protocol and is closed. Sessions under way are told to {@linkplain ConnectionHandler#drain()
     * finish} and may take as long as they need. Nothing happens if it is so already. It does not outlast this service.
     */
    void drain();

    /** Serves new connections again; sessions that were told to finish still do. */
    void resume();

    /**
     * Whether new connections are turned away.
     *
     * @return true between {@link #drain()} and {@link #resume()}
     */
    boolean isDraining();
}
