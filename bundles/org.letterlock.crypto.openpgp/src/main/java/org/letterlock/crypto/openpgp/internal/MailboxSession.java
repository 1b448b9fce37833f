package org.letterlock.crypto.openpgp.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/** The session key that mails to one mailbox share for a short time, and its envelopes. Thread-safe. */
final class MailboxSession {

    private final List<Recipient> recipients;
    private final int maxMessages;
    private final long maxAgeNanos;
    private final SecureRandom random;
    private final LongSupplier nanoTime;

    @GuardedBy("this") private byte[] sessionKey = {};

    @GuardedBy("this") private byte[] envelopes = {};

    @GuardedBy("this") private int messagesLeft;

    @GuardedBy("this") private long madeAtNanos;

    MailboxSession(
            List<Recipient> recipients, int maxMessages, long maxAgeNanos, SecureRandom random, LongSupplier nanoTime) {
        this.recipients = recipients;
        this.maxMessages = maxMessages;
        this.maxAgeNanos = maxAgeNanos;
        this.random = random;
        this.nanoTime = nanoTime;
        this.madeAtNanos = nanoTime.getAsLong();
    }

    /**
     * A session key for one mail.
     *
     * @param sessionKey the caller's own copy, to be overwritten after use
     * @param envelopes the packets that tell each recipient the key; shared, not to be changed
     */
    record Lease(byte[] sessionKey, byte[] envelopes) {

        @Override
        public String toString() {
            return "Lease[secret]";
        }
    }

    synchronized Lease lease() {
        if (messagesLeft == 0 || isExpired()) {
            renew();
        }
        messagesLeft--;
        return new Lease(sessionKey.clone(), envelopes);
    }

    /** Whether the time was over; then the key is gone. */
    synchronized boolean dropIfExpired() {
        if (!isExpired()) {
            return false;
        }
        drop();
        return true;
    }

    synchronized void drop() {
        Arrays.fill(sessionKey, (byte) 0);
        messagesLeft = 0;
    }

    @GuardedBy("this") private boolean isExpired() {
        return nanoTime.getAsLong() - madeAtNanos >= maxAgeNanos;
    }

    @GuardedBy("this") private void renew() {
        drop();
        byte[] key = new byte[SeipdFormat.KEY_OCTETS];
        random.nextBytes(key);
        sessionKey = key;
        envelopes = KeyEnvelopes.wrap(recipients, key, random);
        messagesLeft = maxMessages;
        madeAtNanos = nanoTime.getAsLong();
    }
}
