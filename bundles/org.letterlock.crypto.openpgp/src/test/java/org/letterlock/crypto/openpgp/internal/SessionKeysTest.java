package org.letterlock.crypto.openpgp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.Test;
import org.letterlock.crypto.api.CryptoException;

public class SessionKeysTest {

    private final Fixture fixture;

    public SessionKeysTest() throws CryptoException {
        fixture = new Fixture();
    }

    @Test
    public void keyShouldServeNoMoreMessagesThanSet() throws CryptoException {
        MailboxSession session = fixture.sessions.of(fixture.recipients());
        byte[] first = session.lease().envelopes();
        assertThat(session.lease().envelopes()).isSameAs(first);
        assertThat(session.lease().envelopes()).isSameAs(first);
        assertThat(session.lease().envelopes()).isNotEqualTo(first);
    }

    @Test
    public void keyShouldServeNoLongerThanSet() throws CryptoException {
        MailboxSession session = fixture.sessions.of(fixture.recipients());
        MailboxSession.Lease first = session.lease();
        fixture.nanoTime.addAndGet(Duration.ofSeconds(10).toNanos() - 1);
        assertThat(session.lease().sessionKey()).isEqualTo(first.sessionKey());
        fixture.nanoTime.addAndGet(1);
        assertThat(session.lease().sessionKey()).isNotEqualTo(first.sessionKey());
    }

    @Test
    public void keyShouldServeOneMessageWhenSharingIsOff() throws CryptoException {
        SessionKeys off = new SessionKeys(1, Duration.ofSeconds(10), fixture.random, fixture.nanoTime::get);
        MailboxSession session = off.of(fixture.recipients());
        assertThat(session.lease().sessionKey()).isNotEqualTo(session.lease().sessionKey());
    }

    @Test
    public void leaseShouldOutliveTheDropOfItsKey() throws CryptoException {
        MailboxSession session = fixture.sessions.of(fixture.recipients());
        MailboxSession.Lease lease = session.lease();
        byte[] copy = lease.sessionKey().clone();
        session.drop();
        assertThat(lease.sessionKey()).isEqualTo(copy);
        assertThat(session.lease().sessionKey())
                .as("a dropped key is not used again")
                .isNotEqualTo(copy);
    }

    @Test
    public void expiredSessionsShouldBeForgotten() throws CryptoException {
        MailboxSession session = fixture.sessions.of(fixture.recipients());
        byte[] key = session.lease().sessionKey();
        fixture.sessions.dropExpired();
        assertThat(fixture.sessions.size()).isEqualTo(1);
        fixture.nanoTime.addAndGet(Duration.ofSeconds(10).toNanos());
        fixture.sessions.dropExpired();
        assertThat(fixture.sessions.size()).isZero();
        assertThat(session.lease().sessionKey()).isNotEqualTo(key);
    }

    @Test
    public void manyThreadsShouldNeverShareAKeyTooOften() throws Exception {
        SessionKeys sessions = new SessionKeys(10, Duration.ofHours(1), fixture.random, fixture.nanoTime::get);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<int[]> work = () -> IntStream.range(0, 500)
                    .map(i -> {
                        try {
                            return Arrays.hashCode(
                                    sessions.of(fixture.recipients()).lease().sessionKey());
                        } catch (CryptoException e) {
                            throw new AssertionError(e);
                        }
                    })
                    .toArray();
            Set<Integer> keys = new HashSet<>();
            for (Future<int[]> result : threads.invokeAll(Collections.nCopies(4, work))) {
                Arrays.stream(result.get()).forEach(keys::add);
            }
            assertThat(keys).hasSize(4 * 500 / 10);
        } finally {
            threads.shutdownNow();
        }
    }
}
