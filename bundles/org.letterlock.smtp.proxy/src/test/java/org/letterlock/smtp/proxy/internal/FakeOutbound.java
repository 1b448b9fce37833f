package org.letterlock.smtp.proxy.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.letterlock.transport.api.Connection;
import org.letterlock.transport.api.OutboundConnection;
import org.letterlock.transport.api.OutboundHandler;
import org.letterlock.transport.api.Target;

/** A connection to a server in memory, in the sequence of the client's. A received buffer is worth nothing after the call. */
final class FakeOutbound implements OutboundConnection {

    private final Target target;
    private final Connection client;
    private final RemoteServer server;
    private final Deque<byte[]> unread = new ArrayDeque<>();
    private @Nullable OutboundHandler handler;
    private boolean writable = true;
    private boolean gone;
    boolean suspended;
    boolean closed;
    boolean aborted;

    FakeOutbound(Target target, Connection client, RemoteServer server) {
        this.target = target;
        this.client = client;
        this.server = server;
    }

    void open(OutboundHandler its) {
        if (!gone) {
            handler = its;
            its.opened();
            server.open(this, target.tls() == Target.Tls.IMPLICIT);
        }
    }

    /** The server says something. */
    void arrive(ByteBuffer octets) {
        byte[] copy = new byte[octets.remaining()];
        octets.get(copy);
        unread.add(copy);
        client.execute(this::deliver);
    }

    private void deliver() {
        while (!suspended && !gone && handler != null && !unread.isEmpty()) {
            byte[] octets = unread.remove();
            handler.received(ByteBuffer.wrap(octets));
            Arrays.fill(octets, (byte) '?');
        }
    }

    void setWritable(boolean now) {
        writable = now;
        if (now && handler != null) {
            client.execute(handler::writable);
        }
    }

    void tick(long nanoTime) {
        if (handler != null) {
            OutboundHandler ticked = handler;
            client.execute(() -> ticked.tick(nanoTime));
        }
    }

    /** The connection ends, on whichever side. */
    void end() {
        client.execute(() -> {
            if (!gone) {
                gone = true;
                if (handler != null) {
                    handler.closed();
                }
            }
        });
    }

    @Override
    public Target target() {
        return target;
    }

    @Override
    public void startTls() {
        client.execute(() -> {
            server.secured();
            if (handler != null) {
                handler.secured(client.tls().orElseThrow());
            }
        });
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return InetSocketAddress.createUnresolved(target.host(), target.port());
    }

    @Override
    public InetSocketAddress localAddress() {
        return new InetSocketAddress(0);
    }

    @Override
    public Optional<SSLSession> tls() {
        return client.tls();
    }

    @Override
    public void send(ByteBuffer data) {
        String text = ISO_8859_1.decode(data).toString();
        client.execute(() -> {
            if (!gone) {
                server.receive(text);
            }
        });
    }

    @Override
    public boolean isWritable() {
        return writable;
    }

    @Override
    public void suspendReads() {
        suspended = true;
    }

    @Override
    public void resumeReads() {
        suspended = false;
        client.execute(this::deliver);
    }

    @Override
    public void close() {
        closed = true;
        end();
    }

    @Override
    public void abort() {
        aborted = true;
        end();
    }

    @Override
    public void execute(Runnable task) {
        client.execute(task);
    }
}
