package org.letterlock.users.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sign-ins that succeeded a short time ago, so that a script that sends its password with each request does not cost a slow
 * digest each time. It knows them as HMACs under a random key of its own, each with address and stamp: another password,
 * address or state of the user is not among them. Thread-safe.
 */
final class RecentSignIns {

    private static final int MAX_ENTRIES = 1_000;
    private static final int KEY_OCTETS = 32;
    private static final String HMAC = "HmacSHA256";

    private final long lifeNanos;
    private final LongSupplier nanoTime;
    private final SecretKeySpec key;
    private final Map<ByteBuffer, Long> since = new LinkedHashMap<>() { // guarded by itself
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Long> eldest) {
                    return size() > MAX_ENTRIES;
                }
            };

    RecentSignIns(Duration life, LongSupplier nanoTime) {
        this.lifeNanos = life.toNanos();
        this.nanoTime = nanoTime;
        byte[] octets = new byte[KEY_OCTETS];
        new SecureRandom().nextBytes(octets);
        this.key = new SecretKeySpec(octets, HMAC);
    }

    void add(String stamp, String password, InetAddress from) {
        ByteBuffer entry = hmac(stamp, password, from);
        synchronized (since) {
            since.remove(entry);
            since.put(entry, nanoTime.getAsLong());
        }
    }

    boolean contains(String stamp, String password, InetAddress from) {
        ByteBuffer entry = hmac(stamp, password, from);
        synchronized (since) {
            Long added = since.get(entry);
            return added != null && nanoTime.getAsLong() - added < lifeNanos;
        }
    }

    /** A stamp has a fixed length and names the user. */
    private ByteBuffer hmac(String stamp, String password, InetAddress from) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            mac.update(stamp.getBytes(UTF_8));
            byte[] octets = password.getBytes(UTF_8);
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(octets.length).array());
            mac.update(octets);
            return ByteBuffer.wrap(mac.doFinal(from.getAddress()));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e); // every JDK has it, and it takes any key
        }
    }
}
