package org.letterlock.pop3.proxy.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.letterlock.transport.api.Connection;
import org.letterlock.transport.api.Connector;
import org.letterlock.transport.api.OutboundConnection;
import org.letterlock.transport.api.OutboundFailure;
import org.letterlock.transport.api.OutboundHandler;
import org.letterlock.transport.api.Target;
import org.letterlock.transport.api.TargetHistory;

/** The network and the one server in it: the test says what comes from there. */
final class RemoteServer implements Connector {

    final List<Target> dialled = new ArrayList<>();
    boolean suspended;
    boolean closed;
    boolean aborted;

    private final StringBuilder got = new StringBuilder();
    private @Nullable Connection client;
    private @Nullable OutboundHandler handler;

    private interface Event {

        void happen(OutboundHandler to);
    }

    @Override
    public OutboundConnection connect(
            Target target, Connection on, Function<? super OutboundConnection, ? extends OutboundHandler> made) {
        dialled.add(target);
        client = on;
        OutboundConnection leg = new Leg(target);
        handler = made.apply(leg);
        return leg;
    }

    void opens() {
        event(OutboundHandler::opened);
    }

    void says(String text) {
        event(to -> to.received(ByteBuffer.wrap(text.getBytes(UTF_8))));
    }

    void fails(OutboundFailure.Reason reason) {
        event(to -> {
            to.failed(new OutboundFailure(reason, "pop.example: on purpose"));
            to.closed();
        });
    }

    void dies() {
        event(OutboundHandler::closed);
    }

    /** What was sent to it since the last call. */
    String takeGot() {
        String taken = got.toString();
        got.setLength(0);
        return taken;
    }

    private void event(Event event) {
        OutboundHandler to = handler;
        if (client == null || to == null) {
            throw new IllegalStateException("nothing was dialled");
        }
        client.execute(() -> event.happen(to));
    }

    private final class Leg implements OutboundConnection {

        private final Target target;

        Leg(Target target) {
            this.target = target;
        }

        @Override
        public Target target() {
            return target;
        }

        @Override
        public void startTls() {
            throw new UnsupportedOperationException();
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
            return Optional.empty();
        }

        @Override
        public void send(ByteBuffer data) {
            got.append(UTF_8.decode(data));
        }

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public void suspendReads() {
            suspended = true;
        }

        @Override
        public void resumeReads() {
            suspended = false;
        }

        @Override
        public void close() {
            closed = true;
        }

        @Override
        public void abort() {
            aborted = true;
        }

        @Override
        public void execute(Runnable task) {
            if (client != null) {
                client.execute(task);
            }
        }
    }

    @Override
    public List<TargetHistory> targets() {
        return List.of();
    }

    @Override
    public List<String> allowed() {
        return List.of();
    }
}
