package org.letterlock.transport.mina.internal;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.mina.core.service.SimpleIoProcessorPool;
import org.apache.mina.transport.socket.nio.NioSession;
import org.jspecify.annotations.Nullable;
import org.letterlock.transport.api.ListenerStatus;
import org.letterlock.transport.api.ProtocolHandlerFactory;
import org.letterlock.transport.api.TlsContexts;
import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all listeners share: threads, clock, buffers, connections, and the services that come and go. Thread-safe. */
final class Transport {

    private static final Logger LOG = LoggerFactory.getLogger(Transport.class);
    private static final int CLOSE_SECONDS = 1;

    private final TransportSettings settings;
    private final BufferPool buffers = new BufferPool();
    private final Protocols protocols = new Protocols();
    private final HandshakeObservers handshakeObservers = new HandshakeObservers();
    private final AtomicReference<@Nullable TlsContexts> tls = new AtomicReference<>();
    private final ConnectionLimit limit;
    private final Set<MinaConnection> connections = ConcurrentHashMap.newKeySet();
    private final Set<MinaOutbound> outbound = ConcurrentHashMap.newKeySet();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final IoThreads threads = new IoThreads();
    private final SimpleIoProcessorPool<NioSession> loops;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(task -> threads.newThread(task, "letterlock-transport-clock"));

    private final ScheduledFuture<?> ticks;

    private volatile boolean draining;

    Transport(TransportSettings settings) {
        this.settings = settings;
        limit = new ConnectionLimit(settings.maxConnections());
        loops = new SimpleIoProcessorPool<>(IoLoop.class, threads, settings.ioThreads(), null);
        ticks = clock.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    TransportSettings settings() {
        return settings;
    }

    BufferPool buffers() {
        return buffers;
    }

    Protocols protocols() {
        return protocols;
    }

    HandshakeObservers handshakeObservers() {
        return handshakeObservers;
    }

    @Nullable TlsContexts tls() {
        return tls.get();
    }

    ConnectionLimit limit() {
        return limit;
    }

    Set<MinaConnection> connections() {
        return connections;
    }

    Set<MinaOutbound> outbound() {
        return outbound;
    }

    IoThreads threads() {
        return threads;
    }

    SimpleIoProcessorPool<NioSession> loops() {
        return loops;
    }

    void add(String protocol, Version version, ProtocolHandlerFactory factory) {
        protocols.add(protocol, version, factory);
        admitWaiting();
    }

    void remove(ProtocolHandlerFactory factory) {
        protocols.remove(factory);
        connections.forEach(connection -> connection.drain(factory, settings.drainGraceSeconds()));
    }

    void add(TlsContexts contexts) {
        tls.set(contexts);
        admitWaiting();
    }

    /** By instance: its successor may be here already. */
    void remove(TlsContexts contexts) {
        tls.compareAndSet(contexts, null);
    }

    private void admitWaiting() {
        connections.forEach(MinaConnection::admitIfWaiting);
    }

    Listener open(ListenerSettings listenerSettings) {
        Listener listener = new Listener(listenerSettings, this);
        listeners.add(listener);
        listener.open();
        return listener;
    }

    void close(Listener listener) {
        listeners.remove(listener);
        listener.close();
    }

    List<ListenerStatus> status() {
        return listeners.stream()
                .map(Listener::status)
                .sorted(Comparator.comparing(status -> status.listener().name()))
                .toList();
    }

    /** Turns new connections away, and lets the others finish. */
    void drain() {
        // Before the loop: who is not among the connections yet looks at it afterwards.
        draining = true;
        LOG.info("drained: new connections get a temporary error");
        connections.forEach(MinaConnection::drain);
    }

    void resume() {
        draining = false;
        LOG.info("resumed: new connections are served");
    }

    boolean isDraining() {
        return draining;
    }

    private void tick() {
        try {
            long now = System.nanoTime();
            listeners.forEach(listener -> listener.tick(now));
            connections.forEach(connection -> connection.tick(now));
            outbound.forEach(connection -> connection.tick(now));
        } catch (RuntimeException e) {
            // An exception would stop the clock for good.
            LOG.error("clock failed", e);
        }
    }

    /** Lets the sessions finish for a while, then cuts them and waits for all threads. */
    void stop() {
        listeners.forEach(this::close);
        connections.forEach(connection -> connection.drain(null, settings.shutdownGraceSeconds()));
        awaitNoConnections(settings.shutdownGraceSeconds());
        connections.forEach(MinaConnection::abort);
        outbound.forEach(MinaOutbound::stop);
        awaitNoConnections(CLOSE_SECONDS);
        ticks.cancel(false);
        clock.shutdown();
        loops.dispose();
        if (!threads.stop()) {
            LOG.warn("a thread of the transport has not ended");
        }
    }

    private void awaitNoConnections(int seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        synchronized (connections) {
            long left = end - System.nanoTime();
            while (!connections.isEmpty() && left > 0) {
                try {
                    TimeUnit.NANOSECONDS.timedWait(connections, left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
                left = end - System.nanoTime();
            }
        }
    }

    /** A connection is gone. */
    void remove(MinaConnection connection) {
        connections.remove(connection);
        if (connections.isEmpty()) {
            synchronized (connections) {
                connections.notifyAll();
            }
        }
    }
}
