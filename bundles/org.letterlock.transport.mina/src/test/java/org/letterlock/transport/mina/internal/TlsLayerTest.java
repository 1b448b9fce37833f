package org.letterlock.transport.mina.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.junit.Test;

public class TlsLayerTest implements TlsLayer.Sink {

    private static final int ROOM = 1024 * 1024;

    private final BufferPool pool = new BufferPool();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final ByteBuffer toClient = ByteBuffer.allocate(ROOM);
    private final SSLEngine client = TestTls.get().client("localhost");
    private final TlsLayer server =
            TlsLayer.server(TestTls.get().server(), false, List.of("TLSv1.3", "TLSv1.2"), "smtp", pool, this);
    private @Nullable SSLSession session;

    @Override
    public void clear(ByteBuffer data) {
        assertThat(session).isNotNull();
        byte[] octets = new byte[data.remaining()];
        data.get(octets);
        received.writeBytes(octets);
    }

    @Test
    public void whatWasProtectedShouldNotStayInABuffer() throws SSLException {
        handshake(1_000);
        ByteBuffer records = ByteBuffer.allocate(ROOM);
        records.put(wrap(ByteBuffer.wrap("PASS secret\r\n".getBytes(US_ASCII)))).flip();
        server.receive(records);
        assertThat(received.toString(US_ASCII)).endsWith("PASS secret\r\n");
        assertThat(records.array()).containsOnly(0);
        assertThat(pool.lend().array()).containsOnly(0);
    }

    @Override
    public void records(ByteBuffer data) {
        toClient.put(data);
    }

    @Override
    public void established(SSLSession negotiated) {
        assertThat(session).isNull();
        session = negotiated;
    }

    @Test
    public void octetsShouldArriveHoweverTheyAreSplit() throws SSLException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        handshake(1);
        for (int largest : new int[] {1, 7, 5_000, 70_000}) {
            byte[] sent = new byte[random.nextInt(200_000)];
            random.nextBytes(sent);
            received.reset();
            feed(wrap(ByteBuffer.wrap(sent)), () -> 1 + random.nextInt(largest));
            assertThat(received.toByteArray()).isEqualTo(sent);
        }
    }

    @Test
    public void severalBuffersShouldBecomeOneRecord() throws SSLException {
        handshake(ROOM);
        ByteBuffer records = pool.lend();
        server.protect(new ByteBuffer[] {text("a"), text("b"), text("c")}, records);
        assertThat(unwrap(records.flip())).isEqualTo("abc");
        assertThat(records.remaining()).isZero();
    }

    @Test
    public void closeShouldBeSeenByBothEnds() throws SSLException {
        handshake(ROOM);
        server.closeOutbound();
        unwrap(toClient.flip());
        assertThat(client.isInboundDone()).isTrue();
        client.closeOutbound();
        feed(wrap(ByteBuffer.allocate(0)), () -> ROOM);
        assertThat(server.isInboundDone()).isTrue();
    }

    @Test
    public void changedOctetShouldBeRefused() throws SSLException {
        handshake(ROOM);
        ByteBuffer records = wrap(text("hello"));
        records.put(records.limit() - 1, (byte) (records.get(records.limit() - 1) ^ 1));
        assertThatThrownBy(() -> feed(records, () -> ROOM)).isInstanceOf(SSLException.class);
        assertThat(received.size()).isZero();
    }

    @Test
    public void impossibleLengthShouldBeRefused() {
        ByteBuffer record = ByteBuffer.wrap(new byte[] {22, 3, 3, -1, -1, 0});
        assertThatThrownBy(() -> feed(record, () -> 1)).isInstanceOf(SSLException.class);
    }

    private void handshake(int step) throws SSLException {
        client.beginHandshake();
        while (session == null || client.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
            feed(wrap(ByteBuffer.allocate(0)), () -> step);
            unwrap(toClient.flip());
            toClient.compact();
        }
        unwrap(toClient.flip());
        toClient.clear();
    }

    private interface Step {
        int next();
    }

    private void feed(ByteBuffer records, Step step) throws SSLException {
        while (records.hasRemaining()) {
            ByteBuffer piece = records.slice(records.position(), Math.min(step.next(), records.remaining()));
            records.position(records.position() + piece.remaining());
            server.receive(piece);
        }
    }

    private ByteBuffer wrap(ByteBuffer data) throws SSLException {
        ByteBuffer records = ByteBuffer.allocate(ROOM);
        SSLEngineResult result;
        do {
            result = client.wrap(data, records);
            runTasks();
        } while (result.bytesProduced() > 0
                && (data.hasRemaining() || client.getHandshakeStatus() == HandshakeStatus.NEED_WRAP));
        return records.flip();
    }

    private String unwrap(ByteBuffer records) throws SSLException {
        ByteBuffer data = ByteBuffer.allocate(ROOM);
        SSLEngineResult result;
        do {
            result = client.unwrap(records, data);
            runTasks();
        } while (result.bytesConsumed() > 0 && records.hasRemaining());
        return US_ASCII.decode(data.flip()).toString();
    }

    private void runTasks() {
        Runnable task = client.getDelegatedTask();
        while (task != null) {
            task.run();
            task = client.getDelegatedTask();
        }
    }

    private static ByteBuffer text(String text) {
        return US_ASCII.encode(text);
    }
}
