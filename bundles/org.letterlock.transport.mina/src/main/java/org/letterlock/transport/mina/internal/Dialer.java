package org.letterlock.transport.mina.internal;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.future.ConnectFuture;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.transport.socket.nio.NioSession;
import org.apache.mina.transport.socket.nio.NioSocketConnector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes TCP connections, and tells outbound connections what their sockets do. Thread-safe. */
final class Dialer extends IoHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(Dialer.class);
    private static final AttributeKey DIAL = new AttributeKey(Dialer.class, "dial");

    private final NioSocketConnector connector;

    Dialer(Transport transport, int connectTimeoutSeconds) {
        connector = new NioSocketConnector(transport.threads(), transport.loops());
        // Attempts have their own time-out; this one is for sockets that nobody would look after any more.
        connector.setConnectTimeoutMillis(2_000L * connectTimeoutSeconds);
        connector.setHandler(this);
        Sockets.configure(connector.getSessionConfig());
    }

    /** One try to connect. */
    static final class Dial {

        private final MinaOutbound owner;
        private volatile @Nullable ConnectFuture future;

        private Dial(MinaOutbound owner) {
            this.owner = owner;
        }

        /** Nobody wants it any more. A socket that is there all the same is told to its owner, who closes it. */
        void cancel() {
            ConnectFuture begun = future;
            if (begun != null) {
                begun.cancel();
            }
        }
    }

    /** Begins. Its end is told to the owner, not within this call if the caller is within the owner's sequence. */
    Dial dial(InetSocketAddress address, MinaOutbound owner) {
        Dial dial = new Dial(owner);
        ConnectFuture future = connector.connect(address, (session, connected) -> session.setAttribute(DIAL, dial));
        dial.future = future;
        future.addListener(done -> {
            Throwable failure = future.getException();
            if (failure != null) {
                owner.unreachable(dial, failure);
            }
        });
        return dial;
    }

    /** Gives up what is begun; open connections go on. */
    void close() {
        connector.dispose();
    }

    // MINA's side.

    private static MinaOutbound ownerOf(IoSession session) {
        return ((Dial) session.getAttribute(DIAL)).owner;
    }

    @Override
    public void sessionOpened(IoSession session) {
        ownerOf(session).connected((Dial) session.getAttribute(DIAL), (NioSession) session);
    }

    @Override
    public void messageReceived(IoSession session, Object message) {
        ByteBuffer data = ((IoBuffer) message).buf();
        ownerOf(session).received((NioSession) session, data);
    }

    @Override
    public void messageSent(IoSession session, Object message) {
        ownerOf(session).sent((NioSession) session);
    }

    @Override
    public void inputClosed(IoSession session) {
        ownerOf(session).inputClosed((NioSession) session);
    }

    @Override
    public void sessionClosed(IoSession session) {
        ownerOf(session).disconnected((NioSession) session);
    }

    @Override
    public void exceptionCaught(IoSession session, Throwable cause) {
        // A write that the server's end overtook comes here too; sessionClosed follows.
        LOG.debug("outbound connection failed", cause);
        session.closeNow();
    }
}
