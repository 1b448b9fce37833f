package org.letterlock.crypto.api;

import java.util.Arrays;

/**
 * A mailbox's private key, locked by a password: an OpenPGP version 6 transferable secret key (RFC 9580, section 10.2)
 * whose secret parts are encrypted with AEAD under an Argon2id hash of the password (sections 3.7.1.4 and 3.7.2.1).
 *
 * @param encoded the key, binary
 */
public record LockedKey(byte[] encoded) {

    /** Copies the array. */
    public LockedKey {
        encoded = encoded.clone();
    }

    @Override
    public byte[] encoded() {
        return encoded.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LockedKey key && Arrays.equals(encoded, key.encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded);
    }

    @Override
    public String toString() {
        return "LockedKey[" + encoded.length + " octets]";
    }
}
