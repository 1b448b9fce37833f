package org.letterlock.throttle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Says how long a login has to wait because of failed ones before it: those from its address (an IPv6 address counts with
 * its /64 network) and those for its account, whichever is longer. The first failure costs 1 s, each further one doubles
 * that up to a limit, and nobody is ever locked out. An address whose last login for an account succeeded does not wait for
 * that account. Accounts that do not exist count like any other. The tables are bounded: what was used least recently goes
 * first. They hold accounts as salted hashes only. Thread-safe.
 */
public final class LoginThrottle {

    /** The most addresses, and the most accounts, that are remembered. */
    public static final int MAX_ENTRIES = 10_000;

    private static final int NETWORK_OCTETS = 8;
    private static final int ACCOUNT_OCTETS = 16;
    private static final int MAX_DOUBLINGS = 20;
    private static final long TRUST_NANOS = TimeUnit.DAYS.toNanos(7);

    private final long maxDelayNanos;
    private final long memoryNanos;
    private final LongSupplier nanoTime;
    private final byte[] salt = new byte[ACCOUNT_OCTETS];

    // Guarded by this.
    private final Map<ByteBuffer, Failures> byOrigin = new LeastRecentlyUsed<>();
    private final Map<ByteBuffer, Failures> byAccount = new LeastRecentlyUsed<>();
    /** Where the last login for an account succeeded, and when. */
    private final Map<Place, Long> trusted = new LeastRecentlyUsed<>();

    private record Place(ByteBuffer origin, ByteBuffer account) {}

    private static final class Failures {
        private int count;
        /** How many of them are on their way. */
        private int pending;

        private long last;
        private long lastDenied;
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
    public final class Attempt {
        private final Failures ofOrigin;
        private final @Nullable Failures ofAccount;
        private final @Nullable Place place;
        private final long delayNanos;
        private final long remainingNanos;

        private Attempt(
                Failures ofOrigin,
                @Nullable Failures ofAccount,
                @Nullable Place place,
                long delayNanos,
                long remainingNanos) {
            this.ofOrigin = ofOrigin;
            this.ofAccount = ofAccount;
            this.place = place;
            this.delayNanos = delayNanos;
            this.remainingNanos = remainingNanos;
        }

        /**
         * How long it has to wait before the password is looked at.
         *
         * @return nanoseconds from its beginning, 0 if it need not wait
         */
        public long delayNanos() {
            return delayNanos;
        }

        /**
         * For callers that turn a login away instead of holding it: what is left of the delay if it began with the last
         * failed login, and not with this one.
         *
         * @return nanoseconds from its beginning until another login is worth while, 0 if this one need not be turned away
         */
        public long remainingNanos() {
            return remainingNanos;
        }

        /** The password was right. */
        public void succeeded() {
            synchronized (LoginThrottle.this) {
                takeBack();
                if (place != null) {
                    trusted.put(place, nanoTime.getAsLong());
                }
            }
        }

        /** The password was wrong. */
        public void denied() {
            synchronized (LoginThrottle.this) {
                denied(ofOrigin);
                if (ofAccount != null) {
                    denied(ofAccount);
                }
                if (place != null) {
                    trusted.remove(place);
                }
            }
        }

        /** The password was not looked at. */
        public void undecided() {
            synchronized (LoginThrottle.this) {
                takeBack();
            }
        }

        private void denied(Failures failures) {
            failures.pending = Math.max(0, failures.pending - 1);
            failures.lastDenied = nanoTime.getAsLong();
        }

        private void takeBack() {
            takeBack(ofOrigin);
            if (ofAccount != null) {
                takeBack(ofAccount);
            }
        }

        private void takeBack(Failures failures) {
            failures.count = Math.max(0, failures.count - 1);
            failures.pending = Math.max(0, failures.pending - 1);
        }
    }

    /**
     * Makes one without a past.
     *
     * @param maxDelay the longest wait; zero slows nobody down
     * @param memory how long failures count after the last login of their kind
     * @param nanoTime the clock, as {@link System#nanoTime()}
     */
    public LoginThrottle(Duration maxDelay, Duration memory, LongSupplier nanoTime) {
        this.maxDelayNanos = maxDelay.toNanos();
        this.memoryNanos = memory.toNanos();
        this.nanoTime = nanoTime;
        new SecureRandom().nextBytes(salt);
    }

    /**
     * Begins a login.
     *
     * @param address where it comes from
     * @param account what names the account, in one way only; null if it can be none, then it counts for the address alone
     * @return the login; tell it its outcome
     */
    public Attempt begin(InetAddress address, @Nullable String account) {
        ByteBuffer origin = origin(address);
        return account == null ? begin(origin, (ByteBuffer) null) : begin(origin, hash(account));
    }

    private synchronized Attempt begin(ByteBuffer origin, @Nullable ByteBuffer account) {
        long now = nanoTime.getAsLong();
        Place place = account == null ? null : new Place(origin, account);
        Failures ofOrigin = recent(byOrigin.computeIfAbsent(origin, key -> new Failures()), now);
        Failures ofAccount =
                account == null ? null : recent(byAccount.computeIfAbsent(account, key -> new Failures()), now);
        long delay = 0;
        long remaining = 0;
        if (place == null || !isTrusted(place, now)) {
            delay = delayNanos(Math.max(ofOrigin.count, ofAccount == null ? 0 : ofAccount.count));
            remaining = Math.max(remaining(ofOrigin, now), ofAccount == null ? 0 : remaining(ofAccount, now));
        }
        begun(ofOrigin);
        if (ofAccount != null) {
            begun(ofAccount);
        }
        return new Attempt(ofOrigin, ofAccount, place, delay, remaining);
    }

    private static void begun(Failures failures) {
        failures.count++;
        failures.pending++;
    }

    private ByteBuffer hash(String account) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            return ByteBuffer.wrap(Arrays.copyOf(digest.digest(account.getBytes(UTF_8)), ACCOUNT_OCTETS));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    /**
     * What of an address counts.
     *
     * @param address an address
     * @return it, or its /64 network if it is one of IPv6
     */
    public static ByteBuffer origin(InetAddress address) {
        byte[] octets = address.getAddress();
        return ByteBuffer.wrap(Arrays.copyOf(octets, Math.min(octets.length, NETWORK_OCTETS)));
    }

    private Failures recent(Failures failures, long now) {
        if (now - failures.last >= memoryNanos) {
            failures.count = 0;
            failures.pending = 0;
        }
        failures.last = now;
        return failures;
    }

    private boolean isTrusted(Place place, long now) {
        Long since = trusted.get(place);
        return since != null && now - since < TRUST_NANOS;
    }

    /** Where none has failed, some may come side by side; otherwise one has to wait for the outcome of the other. */
    private long remaining(Failures failures, long now) {
        if (failures.count <= failures.pending) {
            return 0;
        }
        long since = failures.pending > 0 ? 0 : now - failures.lastDenied;
        return Math.max(0, delayNanos(failures.count) - since);
    }

    private long delayNanos(int failures) {
        return failures == 0
                ? 0
                : Math.min(maxDelayNanos, TimeUnit.SECONDS.toNanos(1) << Math.min(failures - 1, MAX_DOUBLINGS));
    }
}
