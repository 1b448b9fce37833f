package org.letterlock.crypto.api;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * A mailbox's public key: all that is needed to seal a mail to it.
 *
 * @param encoded an OpenPGP version 6 transferable public key (RFC 9580, section 10.1), binary
 * @param fingerprint its fingerprint (RFC 9580, section 5.5.4.3), 32 octets
 */
public record MailboxPublicKey(byte[] encoded, byte[] fingerprint) {

    /** Copies the arrays. */
    public MailboxPublicKey {
        encoded = encoded.clone();
        fingerprint = fingerprint.clone();
        if (fingerprint.length != 32) {
            throw new IllegalArgumentException("a version 6 fingerprint has 32 octets, not " + fingerprint.length);
        }
    }

    @Override
    public byte[] encoded() {
        return encoded.clone();
    }

    @Override
    public byte[] fingerprint() {
        return fingerprint.clone();
    }

    /**
     * The fingerprint for people.
     *
     * @return 64 lower-case hexadecimal digits
     */
    public String fingerprintText() {
        return HexFormat.of().formatHex(fingerprint);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MailboxPublicKey key
                && Arrays.equals(fingerprint, key.fingerprint)
                && Arrays.equals(encoded, key.encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(fingerprint);
    }

    @Override
    public String toString() {
        return "MailboxPublicKey[" + fingerprintText() + "]";
    }
}
