package org.letterlock.transport.mina.internal;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.apache.mina.core.RuntimeIoException;
import org.apache.mina.core.service.IoHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The port of a listener: bound, or tried again until it is. Thread-safe. */
final class Port {

    private static final Logger LOG = LoggerFactory.getLogger(Port.class);

    private final ListenerSettings settings;
    private final int retrySeconds;
    private final ListenerAcceptor acceptor;

    private boolean closed;
    private long lastTry;

    /** Why it is not bound; empty while it is. */
    private volatile String failure = "not bound yet";

    private volatile int number;

    Port(ListenerSettings settings, Transport transport, IoHandler handler) {
        this.settings = settings;
        retrySeconds = transport.settings().bindRetrySeconds();
        number = settings.port();
        acceptor = new ListenerAcceptor(settings.info().name(), transport.threads(), transport.loops());
        acceptor.setReuseAddress(true);
        acceptor.setBacklog(settings.backlog());
        // Sessions outlive their port, so that they can finish.
        acceptor.setCloseOnDeactivation(false);
        acceptor.setHandler(handler);
        Sockets.configure(acceptor.getSessionConfig());
    }

    /** Why it is not bound; empty while it is. */
    String failure() {
        return failure;
    }

    /** The number it is bound to; the configured one while it is not. */
    int number() {
        return number;
    }

    /** Binds it, or says why not. */
    synchronized void bind() {
        lastTry = System.nanoTime();
        String reason = tryBind();
        if (reason.isEmpty()) {
            number = acceptor.getLocalAddress().getPort();
            LOG.info("listener={} address={} port={} bound", settings.info().name(), settings.bindAddress(), number);
        } else if (!reason.equals(failure)) {
            LOG.error("{}: {}; trying again every {} s", settings.pid(), reason, retrySeconds);
        }
        failure = reason;
    }

    private String tryBind() {
        InetSocketAddress address = new InetSocketAddress(settings.bindAddress(), settings.port());
        if (address.isUnresolved()) {
            return "bindAddress: " + settings.bindAddress() + " is not known";
        }
        try {
            acceptor.bind(address);
            return "";
        } catch (RuntimeIoException | IOException e) {
            return reason(e);
        }
    }

    private String reason(Exception e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof BindException && message.contains("in use")) {
            return "port: " + settings.port() + " is in use";
        }
        if (cause instanceof BindException && message.contains("assign")) {
            return "bindAddress: " + settings.bindAddress() + " is not an address of this machine";
        }
        return "port: " + settings.port() + " cannot be bound: " + message;
    }

    /** Tries again if it failed and it is time. */
    synchronized void rebind(long now) {
        if (!closed && !failure.isEmpty() && now - lastTry >= TimeUnit.SECONDS.toNanos(retrySeconds)) {
            bind();
        }
    }

    /** Closes it; the sessions go on. */
    synchronized void close() {
        closed = true;
        acceptor.dispose();
        LOG.info("listener={} port={} closed", settings.info().name(), number);
    }
}
