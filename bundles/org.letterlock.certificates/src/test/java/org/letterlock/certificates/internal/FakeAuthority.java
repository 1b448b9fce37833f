package org.letterlock.certificates.internal;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.jspecify.annotations.Nullable;

/** Issues at once, fails as told, or takes for ever. */
final class FakeAuthority implements AcmeAuthority {

    static final Duration LIFE = Duration.ofDays(90);

    final List<List<String>> orders = new ArrayList<>();
    final Semaphore asked = new Semaphore(0);
    volatile boolean stuck;

    @Nullable AcmeFailedException failure;

    @Nullable RuntimeException bug;

    @Nullable String otherName;

    private final Clock clock;

    FakeAuthority(Clock clock) {
        this.clock = clock;
    }

    @Override
    public KeyMaterial issue(List<String> names, HttpChallenges challenges)
            throws AcmeFailedException, InterruptedException {
        orders.add(names);
        asked.release();
        if (stuck) {
            new CountDownLatch(1).await();
        }
        if (failure != null) {
            throw failure;
        }
        if (bug != null) {
            throw bug;
        }
        try {
            Issuer issuer = new Issuer(clock.instant(), Duration.ofDays(1_000));
            KeyPair key = EcKeys.newPair();
            X509Certificate certificate = issuer.issue(
                    key.getPublic(),
                    otherName == null ? names.get(0) : otherName,
                    KeyPurposeId.id_kp_serverAuth,
                    KeyUsage.digitalSignature,
                    LIFE);
            return new KeyMaterial(key.getPrivate(), List.of(certificate, issuer.certificate));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
