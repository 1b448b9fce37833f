package org.letterlock.transport.mina.internal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.letterlock.settings.AddressLiteral;

/**
 * One side of TLS on one connection, without any I/O: octets in, octets out. Confined to the connection's
 * sequence. MINA's SslFilter is not used: see docs/adr/0001-tls-over-sslengine.md.
 */
final class TlsLayer {

    private static final ByteBuffer[] NOTHING = {ByteBuffer.allocate(0)};
    private static final int HEADER_BYTES = 5;

    /** The first octet of a record that holds an alert. */
    private static final byte ALERT = 21;

    /** Who gets what comes out. */
    interface Sink {
        /** Octets that were protected; valid during the call only. */
        void clear(ByteBuffer data);

        /** Records for the peer. */
        void records(ByteBuffer data);

        /** The handshake is complete. */
        void established(SSLSession session);
    }

    private final SSLEngine engine;
    private final BufferPool pool;
    private final Sink sink;

    /** The first octets of a record whose rest has not come yet. */
    private @Nullable ByteBuffer partial;

    private boolean established;
    private boolean renegotiable;
    private boolean ended;

    private TlsLayer(SSLEngine engine, BufferPool pool, Sink sink) {
        this.engine = engine;
        this.pool = pool;
        this.sink = sink;
    }

    /** The server side. Its client may be asked for a certificate, and may name the protocol it wants. */
    static TlsLayer server(
            SSLContext context, boolean askClient, List<String> protocols, String alpn, BufferPool pool, Sink sink) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(protocols.toArray(String[]::new));
        parameters.setUseCipherSuitesOrder(true);
        parameters.setWantClientAuth(askClient);
        engine.setSSLParameters(parameters);
        // A client that wants another protocol is being redirected to this port; null refuses it (RFC 7301, section
        // 3.2).
        engine.setHandshakeApplicationProtocolSelector((e, offered) -> offered.contains(alpn) ? alpn : null);
        return new TlsLayer(engine, pool, sink);
    }

    /**
     * The client side, whose first octets go to the sink at once. The server's certificate must be for the host (RFC 9525),
     * which is told to the server (SNI) unless it is an address.
     */
    static TlsLayer client(
            SSLContext context, String host, int port, List<String> protocols, BufferPool pool, Sink sink)
            throws SSLException {
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(protocols.toArray(String[]::new));
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (AddressLiteral.parse(host).isEmpty()) {
            parameters.setServerNames(List.of(new SNIHostName(host)));
        }
        engine.setSSLParameters(parameters);
        TlsLayer layer = new TlsLayer(engine, pool, sink);
        engine.beginHandshake();
        layer.handshake(engine.getHandshakeStatus());
        return layer;
    }

    boolean isEstablished() {
        return established;
    }

    /** Whether the peer said that it will send no more. */
    boolean isInboundDone() {
        return ended || engine.isInboundDone();
    }

    /** Takes octets from the peer. */
    void receive(ByteBuffer net) throws SSLException {
        if (ended) {
            return;
        }
        ByteBuffer clear = pool.lend();
        int from = net.position();
        try {
            ByteBuffer begun = partial;
            if (begun != null) {
                if (!complete(begun, net)) {
                    return;
                }
                partial = null;
                unwrap(begun.flip(), clear);
                erase(begun, 0, begun.limit());
            }
            unwrap(net, clear);
            if (net.hasRemaining() && !isInboundDone()) {
                partial = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
                complete(partial, net);
            }
            deliver(clear);
        } finally {
            // The engine may unprotect where the records are.
            erase(net, from, net.position());
            // Something is left only where a record behind it is broken.
            erase(clear, 0, clear.position());
            pool.giveBack(clear);
        }
    }

    /** What was protected, a login perhaps, is not to stay in a buffer that is lent again. */
    private static void erase(ByteBuffer buffer, int from, int to) {
        if (buffer.hasArray()) {
            Arrays.fill(buffer.array(), buffer.arrayOffset() + from, buffer.arrayOffset() + to, (byte) 0);
        }
    }

    /** Moves octets of one record only, so that all others are read where they are. */
    private static boolean complete(ByteBuffer record, ByteBuffer net) throws SSLException {
        while (record.position() < HEADER_BYTES) {
            if (!net.hasRemaining()) {
                return false;
            }
            record.put(net.get());
        }
        int length = HEADER_BYTES + Short.toUnsignedInt(record.getShort(HEADER_BYTES - Short.BYTES));
        if (length > record.capacity()) {
            throw new SSLException("record of " + length + " octets");
        }
        int missing = Math.min(length - record.position(), net.remaining());
        record.put(record.position(), net, net.position(), missing);
        record.position(record.position() + missing);
        net.position(net.position() + missing);
        return record.position() == length;
    }

    private void unwrap(ByteBuffer net, ByteBuffer clear) throws SSLException {
        while (net.hasRemaining()) {
            if (renegotiable && net.get(net.position()) == ALERT) {
                // The peer's end. The engine would close our side as well before the answers have left (RFC 5246,
                // section
                // 7.2.1); that it is not verified makes it no better than the end of the socket, and no worse.
                ended = true;
                return;
            }
            SSLEngineResult result = engine.unwrap(net, clear);
            switch (result.getStatus()) {
                case OK -> {
                    if (result.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
                        handshake(result.getHandshakeStatus());
                    }
                }
                case BUFFER_OVERFLOW -> {
                    if (clear.position() == 0) {
                        throw new SSLException("record does not fit");
                    }
                    deliver(clear);
                }
                case BUFFER_UNDERFLOW, CLOSED -> {
                    return;
                }
            }
        }
    }

    private void deliver(ByteBuffer clear) {
        if (clear.position() > 0) {
            clear.flip();
            int end = clear.limit();
            try {
                sink.clear(clear);
            } finally {
                erase(clear, 0, end);
                clear.clear();
            }
        }
    }

    private void handshake(HandshakeStatus first) throws SSLException {
        HandshakeStatus status = first;
        while (true) {
            // A second handshake on a connection is TLS 1.2 renegotiation begun by the peer; nobody needs it.
            if (renegotiable && status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED) {
                throw new SSLException("renegotiation refused");
            }
            switch (status) {
                case NEED_TASK -> {
                    runTasks();
                    status = engine.getHandshakeStatus();
                }
                case NEED_WRAP -> status = sendHandshake();
                case FINISHED -> {
                    finish();
                    status = engine.getHandshakeStatus();
                }
                case NOT_HANDSHAKING, NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    return;
                }
            }
        }
    }

    private void runTasks() {
        Runnable task = engine.getDelegatedTask();
        while (task != null) {
            task.run();
            task = engine.getDelegatedTask();
        }
    }

    private void finish() {
        if (!established) {
            established = true;
            SSLSession session = engine.getSession();
            renegotiable = !session.getProtocol().equals("TLSv1.3");
            sink.established(session);
        }
    }

    private HandshakeStatus sendHandshake() throws SSLException {
        ByteBuffer records = pool.lend();
        try {
            HandshakeStatus status = HandshakeStatus.NEED_WRAP;
            while (status == HandshakeStatus.NEED_WRAP && hasRoom(records)) {
                SSLEngineResult result = engine.wrap(NOTHING, records);
                if (result.getStatus() == SSLEngineResult.Status.CLOSED && result.bytesProduced() == 0) {
                    break;
                }
                status = result.getHandshakeStatus();
            }
            emit(records);
            return status;
        } finally {
            pool.giveBack(records);
        }
    }

    private void emit(ByteBuffer records) {
        if (records.position() > 0) {
            sink.records(
                    ByteBuffer.allocate(records.position()).put(records.flip()).flip());
        }
    }

    private boolean hasRoom(ByteBuffer records) {
        return records.remaining() >= engine.getSession().getPacketBufferSize();
    }

    /** Protects octets, several buffers in a record, as far as there is room in the target. */
    void protect(ByteBuffer[] sources, ByteBuffer records) throws SSLException {
        while (sources[sources.length - 1].hasRemaining() && hasRoom(records)) {
            SSLEngineResult result = engine.wrap(sources, records);
            if (result.getStatus() != SSLEngineResult.Status.OK) {
                throw new SSLException("cannot protect: " + result.getStatus());
            }
        }
    }

    /** Says that no more comes, so that the peer can tell the end from a cut; or why the handshake failed. */
    void closeOutbound() {
        engine.closeOutbound();
        ByteBuffer records = pool.lend();
        try {
            while (!engine.isOutboundDone() && hasRoom(records)) {
                if (engine.wrap(NOTHING, records).bytesProduced() == 0) {
                    break;
                }
            }
            emit(records);
        } catch (SSLException e) {
            // There is no way to say it: the socket's end has to do.
            records.clear();
        } finally {
            pool.giveBack(records);
        }
    }
}
