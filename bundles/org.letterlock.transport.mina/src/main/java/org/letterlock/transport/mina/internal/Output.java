package org.letterlock.transport.mina.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.transport.socket.nio.NioSession;
import org.jspecify.annotations.Nullable;

/**
 * The way from the queue to the socket. A write is tried at once on the thread that we are on, without MINA's queue and a
 * hop to its thread; what the socket does not take goes to MINA, and nothing more until it is sent. Confined to the
 * connection's sequence.
 */
final class Output {

    private final NioSession session;
    private final Outbox outbox;
    private final Progress progress;
    private Outbox.@Nullable Chunk inFlight;

    Output(NioSession session, Outbox outbox, Progress progress) {
        this.session = session;
        this.outbox = outbox;
        this.progress = progress;
    }

    /** Whether all that may leave now has reached the socket. */
    boolean flush(@Nullable TlsLayer tls) throws IOException {
        while (inFlight == null) {
            Outbox.Chunk chunk = outbox.next(tls);
            if (chunk == null) {
                return true;
            }
            write(chunk);
        }
        return false;
    }

    private void write(Outbox.Chunk chunk) throws IOException {
        ByteBuffer data = chunk.data();
        channel().write(data);
        if (data.hasRemaining()) {
            inFlight = chunk;
            progress.writing(session.getWrittenBytes());
            session.write(IoBuffer.wrap(data));
        } else {
            outbox.sent(chunk);
        }
    }

    /** MINA has sent what it was given. */
    void sent() {
        Outbox.Chunk chunk = inFlight;
        if (chunk != null) {
            inFlight = null;
            progress.written();
            outbox.sent(chunk);
        }
    }

    /** Whether nothing waits, neither here nor in MINA. */
    boolean isEmpty() {
        return inFlight == null && outbox.isEmpty();
    }

    /** The peer sees the end of what we send and can still be read. */
    void shutdown() throws IOException {
        channel().shutdownOutput();
    }

    private SocketChannel channel() {
        return (SocketChannel) session.getChannel();
    }
}
