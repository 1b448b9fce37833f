package org.letterlock.crypto.api;

import java.util.Arrays;

/**
 * The raw key that opens a mailbox's mails, for the time of one pick-up session. Plain values, so that a session survives
 * an update of the sealer. Closing it overwrites the secret. Not thread-safe against closing: who closes it must know
 * that nobody opens mails with it any more.
 */
public final class UnlockedKey implements AutoCloseable {

    private final byte[] fingerprint;
    private final byte[] secret;

    /**
     * Takes the key's parts.
     *
     * @param fingerprint fingerprint of the encryption (sub)key, 32 octets
     * @param secret its X25519 secret (RFC 7748, section 5), 32 octets; the array itself is kept and overwritten on close
     */
    public UnlockedKey(byte[] fingerprint, byte[] secret) {
        if (fingerprint.length != 32 || secret.length != 32) {
            throw new IllegalArgumentException("fingerprint and X25519 secret have 32 octets each");
        }
        this.fingerprint = fingerprint.clone();
        this.secret = secret;
    }

    /**
     * The encryption key's fingerprint.
     *
     * @return 32 octets, a copy
     */
    public byte[] fingerprint() {
        return fingerprint.clone();
    }

    /**
     * The X25519 secret.
     *
     * @return 32 octets, the array itself; do not keep it
     */
    public byte[] secret() {
        return secret;
    }

    @Override
    public void close() {
        Arrays.fill(secret, (byte) 0);
    }

    @Override
    public String toString() {
        return "UnlockedKey[secret]";
    }
}
