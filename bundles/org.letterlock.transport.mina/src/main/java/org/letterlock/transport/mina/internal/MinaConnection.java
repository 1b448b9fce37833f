package org.letterlock.transport.mina.internal;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.mina.transport.socket.nio.NioSession;
import org.jspecify.annotations.Nullable;
import org.letterlock.transport.api.Connection;
import org.letterlock.transport.api.ConnectionHandler;
import org.letterlock.transport.api.ListenerInfo;
import org.letterlock.transport.api.ListenerInfo.TlsMode;
import org.letterlock.transport.api.ProtocolHandlerFactory;

/** A connection that a peer began. */
final class MinaConnection extends Leg implements Connection {

    private final Listener port;
    private final Transport transport;
    private final Endpoints endpoints;
    private final InboundLink link;
    private final AtomicBoolean tlsRequested = new AtomicBoolean();

    MinaConnection(Listener port, Transport transport, NioSession session, Endpoints endpoints) {
        super(new Sequence());
        this.port = port;
        this.transport = transport;
        this.endpoints = endpoints;
        link = new InboundLink(this, transport, session);
    }

    @Override
    InboundLink link() {
        return link;
    }

    // What the listener and the transport tell.

    void begin() {
        sequence().add(this);
        execute(() -> {
            // Within the sequence: whoever finds it there comes after its beginning.
            transport.connections().add(this);
            link.begin();
        });
    }

    void admitIfWaiting() {
        if (link.isWaiting()) {
            execute(link::admitIfWaiting);
        }
    }

    /** Finishes, however long that takes. */
    void drain() {
        execute(link::drain);
    }

    /** Finishes; after the grace it is cut. A factory restricts it to the connections that are this factory's. */
    void drain(@Nullable ProtocolHandlerFactory only, int graceSeconds) {
        execute(() -> link.drain(only, graceSeconds));
    }

    boolean isOf(Listener listener) {
        return port == listener;
    }

    boolean asksClients() {
        return port.settings().clientCertificates() == ListenerSettings.ClientCertificates.ASK;
    }

    boolean isWaiting() {
        return link.isWaiting();
    }

    // The handler's side.

    @Override
    public ListenerInfo listener() {
        return port.settings().info();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return endpoints.remote();
    }

    @Override
    public InetSocketAddress localAddress() {
        return endpoints.local();
    }

    @Override
    public List<String> clientNames() {
        return link.clientNames();
    }

    @Override
    public boolean canStartTls() {
        return listener().tls() == TlsMode.UPGRADE && !tlsRequested.get() && transport.tls() != null;
    }

    @Override
    public void startTls(ByteBuffer reply) {
        if (listener().tls() == TlsMode.IMPLICIT || !tlsRequested.compareAndSet(false, true)) {
            throw new IllegalStateException("TLS has been started already");
        }
        enter(() -> link.startTls(reply));
    }

    @Override
    public void handOver(ConnectionHandler next) {
        enter(() -> link.handOver(next));
    }

    @Override
    public String toString() {
        return "listener=" + listener().name() + " peer=" + remoteAddress();
    }
}
