package org.letterlock.transport.mina.internal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.letterlock.transport.api.OutboundFailure;
import org.letterlock.transport.api.TargetHistory;
import org.letterlock.transport.api.TargetHistory.Certificate;

/**
 * How connections to servers went, of those that were used last. What clients alone can bring about leaves no trace: a
 * target that is not allowed, or a name without an address. Thread-safe.
 */
final class TargetMemory {

    /** A certificate may hold names of any length. */
    private static final int MAX_NAME_CHARS = 512;

    private record Key(String host, int port) {}

    private final int maxTargets;
    private final Clock clock;

    /** Guarded by this; what was used last comes last. */
    private final Map<Key, TargetHistory> histories = new LinkedHashMap<>(16, 0.75f, true);

    TargetMemory(int maxTargets, Clock clock) {
        this.maxTargets = maxTargets;
        this.clock = clock;
    }

    /** TLS with the server is established, and its certificate verified. */
    void succeeded(String host, int port, SSLSession session) {
        Instant now = clock.instant();
        Certificate certificate = certificate(session);
        update(host, port, old -> new TargetHistory(host, port, now, old.lastFailure(), old.failure(), certificate));
    }

    /** There is no connection, or no longer. */
    void failed(String host, int port, OutboundFailure failure) {
        switch (failure.reason()) {
            case UNAVAILABLE, REFUSED_TARGET -> {
                // Says nothing about the server.
            }
            case RESOLVE -> {
                if (isKnown(host, port)) {
                    remember(host, port, failure);
                }
            }
            case CONNECT, TIMEOUT, NOT_TLS, TLS_HANDSHAKE, CERTIFICATE, INJECTION, LOST ->
                remember(host, port, failure);
        }
    }

    private void remember(String host, int port, OutboundFailure failure) {
        Instant now = clock.instant();
        update(host, port, old -> new TargetHistory(host, port, old.lastSuccess(), now, failure, old.certificate()));
    }

    private synchronized boolean isKnown(String host, int port) {
        return histories.containsKey(new Key(host, port));
    }

    private synchronized void update(String host, int port, UnaryOperator<TargetHistory> change) {
        Key key = new Key(host, port);
        TargetHistory old = histories.get(key);
        histories.put(key, change.apply(old == null ? new TargetHistory(host, port, null, null, null, null) : old));
        if (histories.size() > maxTargets) {
            histories.remove(histories.keySet().iterator().next());
        }
    }

    /** By host and port. */
    synchronized List<TargetHistory> histories() {
        return histories.values().stream()
                .sorted(Comparator.comparing(TargetHistory::host).thenComparing(TargetHistory::port))
                .toList();
    }

    private static Certificate certificate(SSLSession session) {
        try {
            X509Certificate shown = (X509Certificate) session.getPeerCertificates()[0];
            return new Certificate(
                    cut(shown.getSubjectX500Principal().getName()),
                    cut(shown.getIssuerX500Principal().getName()),
                    shown.getNotAfter().toInstant(),
                    HexFormat.of().formatHex(sha256().digest(shown.getEncoded())));
        } catch (SSLPeerUnverifiedException | CertificateEncodingException e) {
            throw new IllegalStateException("a verified session without a certificate", e);
        }
    }

    private static String cut(String name) {
        return name.length() <= MAX_NAME_CHARS ? name : name.substring(0, MAX_NAME_CHARS);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java platform has SHA-256", e);
        }
    }
}
