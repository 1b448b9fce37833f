package org.letterlock.crypto.api;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The certificate of a second recipient of mails: all that is needed to seal a mail to it.
 *
 * @param encoded the primary key, one X25519 encryption subkey and the subkey's binding signature of an OpenPGP version 6
 *     transferable public key (RFC 9580, section 10.1), binary
 * @param fingerprint fingerprint of the primary key (RFC 9580, section 5.5.4.3), 32 octets
 */
public record EscrowCertificate(byte[] encoded, byte[] fingerprint) {

    /** Copies the arrays. */
    public EscrowCertificate {
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
        return other instanceof EscrowCertificate certificate
                && Arrays.equals(fingerprint, certificate.fingerprint)
                && Arrays.equals(encoded, certificate.encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(fingerprint);
    }

    @Override
    public String toString() {
        return "EscrowCertificate[" + fingerprintText() + "]";
    }
}
