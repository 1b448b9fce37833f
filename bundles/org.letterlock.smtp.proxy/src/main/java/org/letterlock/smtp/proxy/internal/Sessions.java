package org.letterlock.smtp.proxy.internal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.letterlock.transport.api.Connection;
import org.letterlock.transport.api.ConnectionHandler;

/** The open sessions, to be told to finish when the role goes: the transport knows the server's bundle only. Thread-safe. */
final class Sessions {

    private final Map<Connection, ConnectionHandler> open = new ConcurrentHashMap<>();

    /** Somebody goes on with a client. */
    void begin(Connection client, ConnectionHandler handler) {
        open.put(client, handler);
    }

    /** The client is gone. */
    void end(Connection client) {
        open.remove(client);
    }

    /** Lets each session finish in its sequence; does not wait for it. */
    void drain() {
        open.forEach((client, handler) -> client.execute(handler::drain));
    }
}
