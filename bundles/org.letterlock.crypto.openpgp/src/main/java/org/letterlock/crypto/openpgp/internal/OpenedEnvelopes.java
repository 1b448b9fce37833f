package org.letterlock.crypto.openpgp.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.LongSupplier;
import org.letterlock.crypto.api.BrokenSealException;
import org.letterlock.crypto.api.UnlockedKey;

/**
 * The envelope each pick-up session opened last: the next mail is often of the same session key, and opening an envelope
 * costs more than all the rest of a small mail. Kept no longer than a session key is used for sealing. Thread-safe.
 */
final class OpenedEnvelopes {

    private final long maxAgeNanos;
    private final LongSupplier nanoTime;

    @GuardedBy("this") private final Map<UnlockedKey, Opened> lastOf = new WeakHashMap<>();

    OpenedEnvelopes(Duration maxAge, LongSupplier nanoTime) {
        this.maxAgeNanos = maxAge.toNanos();
        this.nanoTime = nanoTime;
    }

    /** The session key in an envelope, the caller's own copy. */
    byte[] sessionKey(UnlockedKey key, byte[] envelope) throws BrokenSealException {
        synchronized (this) {
            Opened last = lastOf.get(key);
            if (last != null && Arrays.equals(last.envelope(), envelope)) {
                return last.sessionKey().clone();
            }
        }
        byte[] sessionKey = KeyEnvelope.unwrap(key, envelope);
        Opened opened = new Opened(envelope, sessionKey.clone(), nanoTime.getAsLong());
        synchronized (this) {
            Opened replaced = lastOf.put(key, opened);
            if (replaced != null) {
                replaced.erase();
            }
        }
        return sessionKey;
    }

    /** Overwrites and forgets what is too old. To be called now and then. */
    synchronized void dropExpired() {
        long now = nanoTime.getAsLong();
        lastOf.values().removeIf(opened -> {
            boolean expired = now - opened.atNanos() >= maxAgeNanos;
            if (expired) {
                opened.erase();
            }
            return expired;
        });
    }

    /** Overwrites and forgets all. */
    synchronized void dropAll() {
        lastOf.values().forEach(Opened::erase);
        lastOf.clear();
    }

    /** How many are kept. */
    synchronized int size() {
        return lastOf.size();
    }

    private record Opened(byte[] envelope, byte[] sessionKey, long atNanos) {

        void erase() {
            Arrays.fill(sessionKey, (byte) 0);
        }

        @Override
        public String toString() {
            return "Opened[secret]";
        }
    }
}
