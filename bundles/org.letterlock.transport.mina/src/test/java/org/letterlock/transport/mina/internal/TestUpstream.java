package org.letterlock.transport.mina.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.letterlock.transport.api.OutboundConnection;
import org.letterlock.transport.api.OutboundFailure;
import org.letterlock.transport.api.OutboundHandler;

/** Writes down what happens to an outbound connection; starts TLS after a line that begins with 220. */
final class TestUpstream implements OutboundHandler {

    private final OutboundConnection connection;
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private volatile @Nullable OutboundFailure failure;
    private volatile Runnable whenReceived = () -> {};

    TestUpstream(OutboundConnection connection) {
        this.connection = connection;
    }

    /** The next event, or "nothing" after a long time. */
    String next() throws InterruptedException {
        String event = events.poll(15, TimeUnit.SECONDS);
        return event == null ? "nothing" : event;
    }

    boolean isQuiet() {
        return events.isEmpty();
    }

    OutboundFailure failure() {
        OutboundFailure known = failure;
        if (known == null) {
            throw new IllegalStateException("did not fail");
        }
        return known;
    }

    MinaOutbound connection() {
        return (MinaOutbound) connection;
    }

    /** Time has passed. */
    void tickIn(int seconds) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        long now = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        connection.execute(() -> {
            connection().ticked(now);
            done.countDown();
        });
        done.await();
    }

    void say(String line) {
        connection.send(ByteBuffer.wrap((line + "\r\n").getBytes(ISO_8859_1)));
    }

    /** What is done with each line besides. */
    void whenReceived(Runnable work) {
        whenReceived = work;
    }

    @Override
    public void opened() {
        events.add(connection.tls().isPresent() ? "opened secured" : "opened");
    }

    @Override
    public void received(ByteBuffer data) {
        StringBuilder line = new StringBuilder();
        boolean ended = false;
        while (data.hasRemaining() && !ended) {
            char octet = (char) Byte.toUnsignedInt(data.get());
            line.append(octet);
            ended = octet == '\n';
        }
        String text = line.toString().stripTrailing();
        events.add(text);
        whenReceived.run();
        if (text.equals("FAIL")) {
            throw new IllegalStateException("asked to");
        }
        if (text.startsWith("220 ")) {
            connection.startTls();
        } else if (data.hasRemaining()) {
            received(data);
        }
    }

    @Override
    public void secured(SSLSession session) {
        events.add("secured " + session.getProtocol());
    }

    @Override
    public void writable() {
        events.add("writable");
    }

    @Override
    public void tick(long nanoTime) {
        // No time-outs of its own.
    }

    @Override
    public void failed(OutboundFailure why) {
        failure = why;
        events.add("failed " + why.reason());
    }

    @Override
    public void closed() {
        events.add("closed");
    }
}
