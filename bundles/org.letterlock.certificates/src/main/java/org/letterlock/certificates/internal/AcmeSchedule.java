package org.letterlock.certificates.internal;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** When to ask for a certificate. At random within bounds, so that not all gateways come at once. */
final class AcmeSchedule {

    private static final Duration FIRST_RETRY = Duration.ofMinutes(15);
    private static final Duration LAST_RETRY = Duration.ofDays(1);
    private static final Duration MAX_WISH = Duration.ofDays(7);
    private static final int DOUBLINGS = 7;
    private static final double RETRY_SPREAD = 0.2;
    private static final double RENEWAL_SPREAD = 0.05;

    private final RandomGenerator random;

    AcmeSchedule(RandomGenerator random) {
        this.random = random;
    }

    /** When a third of its life is left, or a little sooner. */
    Instant renewal(X509Certificate certificate) {
        Instant end = certificate.getNotAfter().toInstant();
        Duration life = Duration.between(certificate.getNotBefore().toInstant(), end);
        return end.minus(life.dividedBy(3)).minus(part(life, RENEWAL_SPREAD * random.nextDouble()));
    }

    /**
     * Later after each failure, from a quarter of an hour to a day.
     *
     * @param failures how many there were, at least 1
     * @param wish not before, as the authority asked, null if it did not; a week is the most that is granted
     */
    Instant retry(Instant now, int failures, @Nullable Instant wish) {
        Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS));
        Duration bounded = wait.compareTo(LAST_RETRY) < 0 ? wait : LAST_RETRY;
        Instant retry = now.plus(part(bounded, 1 + RETRY_SPREAD * (2 * random.nextDouble() - 1)));
        if (wish == null || wish.isBefore(retry)) {
            return retry;
        }
        Instant latest = now.plus(MAX_WISH);
        return wish.isBefore(latest) ? wish : latest;
    }

    private static Duration part(Duration of, double part) {
        return Duration.ofMillis((long) (of.toMillis() * part));
    }
}
