package org.letterlock.certificates.internal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A plain HTTP port on which an authority finds what it asked to see (HTTP-01; RFC 8555, section 8.3): GET of {@code
 * /.well-known/acme-challenge/TOKEN} for the orders in progress, 404 for all else. Thread-safe.
 */
final class HttpChallenges implements AutoCloseable {

    private static final String PATH = "/.well-known/acme-challenge/";
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int BACKLOG = 50;
    private static final int THREADS = 4;
    private static final long MAX_JOIN_MILLIS = 500;

    /** The JDK's server knows limits for the whole process only, and reads them once. */
    private static final Map<String, String> LIMITS = Map.of(
            "jdk.httpserver.maxConnections", "64",
            "sun.net.httpserver.maxReqHeaders", "50",
            "sun.net.httpserver.maxReqHeaderSize", "16384",
            "sun.net.httpserver.maxReqTime", "10",
            "sun.net.httpserver.maxRspTime", "10",
            "sun.net.httpserver.idleInterval", "10");

    static {
        LIMITS.forEach((key, value) -> System.getProperties().putIfAbsent(key, value));
    }

    private final InetSocketAddress address;
    private final Map<String, String> authorizations = new ConcurrentHashMap<>();
    private @Nullable HttpServer server;
    private @Nullable ExecutorService executor;

    /** Opens nothing yet. */
    HttpChallenges(InetSocketAddress address) {
        this.address = address;
    }

    /** Opens the port, if it is not. */
    synchronized void open() throws IOException {
        if (server != null) {
            return;
        }
        HttpServer opened = HttpServer.create(address, BACKLOG);
        AtomicInteger count = new AtomicInteger();
        // Not more can wait than there are connections.
        ExecutorService workers = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "letterlock-acme-http-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        opened.setExecutor(workers);
        opened.createContext("/", this::answer);
        opened.start();
        server = opened;
        executor = workers;
    }

    /** The port in use, while it is open. */
    synchronized int port() {
        return server == null ? address.getPort() : server.getAddress().getPort();
    }

    /** Shows something until {@link #hideAll()}. */
    void show(String token, String authorization) {
        authorizations.put(token, authorization);
    }

    void hideAll() {
        authorizations.clear();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String authorization = "GET".equals(exchange.getRequestMethod()) && path != null && path.startsWith(PATH)
                    ? authorizations.get(path.substring(PATH.length()))
                    : null;
            exchange.getResponseHeaders().set("Connection", "close");
            if (authorization == null) {
                exchange.sendResponseHeaders(NOT_FOUND, -1);
                return;
            }
            byte[] octets = authorization.getBytes(StandardCharsets.US_ASCII);
            exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
            exchange.sendResponseHeaders(OK, octets.length);
            exchange.getResponseBody().write(octets);
        }
    }

    @Override
    public synchronized void close() {
        hideAll();
        if (server == null || executor == null) {
            return;
        }
        server.stop(0);
        executor.shutdownNow();
        try {
            executor.awaitTermination(MAX_JOIN_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server = null;
        executor = null;
    }
}
