package org.letterlock.itests.client;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for a gateway that binds them later. They are below those that systems give to clients: one of these may be a
 * connection's before the gateway comes to bind it.
 */
public final class FreePorts {

    private static final int FIRST = 15_000;
    private static final int BEHIND_LAST = 32_000;

    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private FreePorts() {}

    /**
     * A port that nobody has bound on the loopback address, and that was not given before.
     *
     * @return the port
     * @throws IOException if none can be bound
     */
    public static int next() throws IOException {
        for (int attempt = 0; attempt < 1_000; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, BEHIND_LAST);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                if (GIVEN.add(port)) {
                    return socket.getLocalPort();
                }
            } catch (BindException e) {
                // Somebody has it; another one will do.
            }
        }
        throw new IOException("no free port");
    }
}
