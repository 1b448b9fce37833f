package org.letterlock.transport.mina.internal;

import org.apache.mina.transport.socket.SocketSessionConfig;

/** What holds for every socket. */
final class Sockets {

    // Small enough to be cheap per read, large enough for a 4 KiB mail; MINA doubles it while reads fill it.
    private static final int MIN_READ_BYTES = 8 * 1024;
    private static final int MAX_READ_BYTES = 64 * 1024;

    private Sockets() {}

    static void configure(SocketSessionConfig config) {
        // Replies are whole when they are sent: waiting for more would only cost the peer's delayed acknowledgement.
        config.setTcpNoDelay(true);
        // For peers that vanished without a word while nobody counts the time, such as a client during a long reply.
        config.setKeepAlive(true);
        config.setMaxReadBufferSize(MAX_READ_BYTES);
        config.setMinReadBufferSize(MIN_READ_BYTES);
        config.setReadBufferSize(MIN_READ_BYTES);
    }
}
