package org.letterlock.transport.mina.internal;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSession;
import org.letterlock.transport.api.ConnectionHandler;
import org.letterlock.transport.api.ListenerInfo;
import org.letterlock.transport.api.ListenerInfo.TlsMode;
import org.letterlock.transport.api.ProtocolHandlerFactory;
import org.letterlock.transport.api.TlsContexts;

/**
 * The first handler of every connection. It keeps the peer waiting until its protocol is there, the certificate unless TLS
 * is off, and the handshake where TLS is implicit; who waits too long gets a temporary error in the protocol's words. An
 * upgrade that cannot be offered is waited for, too: a peer that uses TLS where it can would send in clear. While the
 * gateway is drained nobody gets beyond it.
 */
final class WaitingRoom implements ConnectionHandler {

    private final InboundLink link;
    private final String protocol;
    private final Transport transport;
    private final Words words;
    private final TlsMode tls;
    private final long since = System.nanoTime();
    private boolean refusing;

    WaitingRoom(InboundLink link, ListenerInfo listener, Transport transport) {
        this.link = link;
        protocol = listener.protocol();
        this.transport = transport;
        words = Words.of(listener);
        tls = listener.tls();
    }

    @Override
    public void opened() {
        link.wantReads(false);
        if (transport.isDraining()) {
            drain();
        } else {
            admit();
        }
    }

    /** Goes on if all that the connection needs is there. */
    void admit() {
        ProtocolHandlerFactory factory = transport.protocols().best(protocol);
        if (factory == null || refusing) {
            return;
        }
        if (!canSpeak()) {
            secure();
        } else if (tls != TlsMode.UPGRADE || transport.tls() != null) {
            link.wantReads(true);
            link.admit(factory);
        }
    }

    private boolean canSpeak() {
        return tls != TlsMode.IMPLICIT || link.tlsSession() != null;
    }

    private void secure() {
        TlsContexts contexts = transport.tls();
        if (contexts != null && !link.isHandshaking()) {
            link.secure(contexts);
        }
    }

    @Override
    public void received(ByteBuffer data) {
        // The protocol went during the handshake, and the peer did not wait for its greeting.
        link.abort();
    }

    @Override
    public void secured(SSLSession session) {
        if (refusing) {
            refuse();
        } else {
            admit();
        }
    }

    @Override
    public void writable() {
        // Nothing more to say.
    }

    @Override
    public void tick(long nanoTime) {
        if (!refusing
                && nanoTime - since
                        >= TimeUnit.SECONDS.toNanos(transport.settings().waitSeconds())) {
            drain();
        }
    }

    @Override
    public void drain() {
        refusing = true;
        if (canSpeak()) {
            refuse();
        } else if (transport.tls() == null) {
            link.abort();
        } else {
            secure();
        }
    }

    private void refuse() {
        link.send(words.unavailable());
        link.close();
    }

    @Override
    public void closed() {
        // It holds nothing.
    }
}
