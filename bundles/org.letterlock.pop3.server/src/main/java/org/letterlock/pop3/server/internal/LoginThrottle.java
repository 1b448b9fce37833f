package org.letterlock.pop3.server.internal;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailboxId;

/**
 * Says how long a login has to wait because of failed ones before it: those from its address (an IPv6 address counts with
 * its /64 network) and those for its mailbox, whichever is longer. The first failure costs 1 s, each further one doubles
 * that up to a limit, and nobody is ever locked out. An address whose last login for a mailbox succeeded does not wait for
 * that mailbox. Mailboxes that do not exist count like any other. The tables are bounded: what was used least recently goes
 * first. Thread-safe.
 */
final class LoginThrottle {

    static final int MAX_ENTRIES = 10_000;

    private static final int NETWORK_OCTETS = 8;
    private static final int MAX_DOUBLINGS = 20;
    private static final long TRUST_NANOS = TimeUnit.DAYS.toNanos(7);

    private final long maxDelayNanos;
    private final long memoryNanos;
    private final LongSupplier nanoTime;

    // Guarded by this.
    private final Map<ByteBuffer, Failures> byOrigin = new LeastRecentlyUsed<>();
    private final Map<MailboxId, Failures> byMailbox = new LeastRecentlyUsed<>();
    /** Where the last login for a mailbox succeeded, and when. */
    private final Map<Place, Long> trusted = new LeastRecentlyUsed<>();

    private record Place(ByteBuffer origin, MailboxId mailbox) {}

    private static final class Failures {
        private int count;
        private long last;
    }

    private static final class LeastRecentlyUsed<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1L;

        private LeastRecentlyUsed() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > MAX_ENTRIES;
        }
    }

    /**
     * A login on its way. It counts as failed until its outcome is known, so that guesses made side by side slow each other
     * down. One outcome is told, once.
     */
    final class Attempt {
        private final Failures ofOrigin;
        private final @Nullable Failures ofMailbox;
        private final @Nullable Place place;
        private final long delayNanos;

        private Attempt(Failures ofOrigin, @Nullable Failures ofMailbox, @Nullable Place place, long delayNanos) {
            this.ofOrigin = ofOrigin;
            this.ofMailbox = ofMailbox;
            this.place = place;
            this.delayNanos = delayNanos;
        }

        /** How long it has to wait before the password is looked at. */
        long delayNanos() {
            return delayNanos;
        }

        /** The password was right. */
        void succeeded() {
            synchronized (LoginThrottle.this) {
                takeBack();
                if (place != null) {
                    trusted.put(place, nanoTime.getAsLong());
                }
            }
        }

        /** The password was wrong. */
        void denied() {
            synchronized (LoginThrottle.this) {
                if (place != null) {
                    trusted.remove(place);
                }
            }
        }

        /** The password was not looked at. */
        void undecided() {
            synchronized (LoginThrottle.this) {
                takeBack();
            }
        }

        private void takeBack() {
            ofOrigin.count = Math.max(0, ofOrigin.count - 1);
            if (ofMailbox != null) {
                ofMailbox.count = Math.max(0, ofMailbox.count - 1);
            }
        }
    }

    /**
     * Makes one without a past.
     *
     * @param maxDelay the longest wait; zero slows nobody down
     * @param memory how long failures count after the last login of their kind
     * @param nanoTime the clock, as {@link System#nanoTime()}
     */
    LoginThrottle(Duration maxDelay, Duration memory, LongSupplier nanoTime) {
        this.maxDelayNanos = maxDelay.toNanos();
        this.memoryNanos = memory.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Begins a login with a user name as the client gave it; one that cannot be a mailbox's counts for the address only. */
    synchronized Attempt begin(InetAddress address, String userName) {
        long now = nanoTime.getAsLong();
        ByteBuffer origin = origin(address);
        int at = userName.indexOf('@');
        MailboxId mailbox =
                MailboxId.parse(at < 0 ? userName : userName.substring(0, at)).orElse(null);
        Place place = mailbox == null ? null : new Place(origin, mailbox);
        Failures ofOrigin = recent(byOrigin.computeIfAbsent(origin, key -> new Failures()), now);
        Failures ofMailbox =
                mailbox == null ? null : recent(byMailbox.computeIfAbsent(mailbox, key -> new Failures()), now);
        long delay = 0;
        if (place == null || !isTrusted(place, now)) {
            delay = delayNanos(Math.max(ofOrigin.count, ofMailbox == null ? 0 : ofMailbox.count));
        }
        ofOrigin.count++;
        if (ofMailbox != null) {
            ofMailbox.count++;
        }
        return new Attempt(ofOrigin, ofMailbox, place, delay);
    }

    private static ByteBuffer origin(InetAddress address) {
        byte[] octets = address.getAddress();
        return ByteBuffer.wrap(Arrays.copyOf(octets, Math.min(octets.length, NETWORK_OCTETS)));
    }

    private Failures recent(Failures failures, long now) {
        if (now - failures.last >= memoryNanos) {
            failures.count = 0;
        }
        failures.last = now;
        return failures;
    }

    private boolean isTrusted(Place place, long now) {
        Long since = trusted.get(place);
        return since != null && now - since < TRUST_NANOS;
    }

    private long delayNanos(int failures) {
        return failures == 0
                ? 0
                : Math.min(maxDelayNanos, TimeUnit.SECONDS.toNanos(1) << Math.min(failures - 1, MAX_DOUBLINGS));
    }
}
