package org.letterlock.crypto.openpgp.internal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The version 2 symmetrically encrypted and integrity protected data packet as this gateway writes it (RFC 9580, section
 * 5.13.2): AES-256, GCM, chunks of 64 KiB.
 */
final class SeipdFormat {

    static final int TAG = 18;
    static final int VERSION = 2;
    static final int AES_256 = 9;
    static final int GCM = 3;
    /** The chunk size octet c stands for 2^(c + 6) octets. */
    static final int CHUNK_SIZE_OCTET = 10;

    static final int CHUNK_OCTETS = 1 << (CHUNK_SIZE_OCTET + 6);
    static final int AUTH_TAG_OCTETS = 16;
    static final int KEY_OCTETS = 32;
    static final int SALT_OCTETS = 32;
    static final int NONCE_OCTETS = 12;
    static final int NONCE_PREFIX_OCTETS = NONCE_OCTETS - Long.BYTES;
    /** Version, cipher, mode, chunk size, salt. */
    static final int HEADER_OCTETS = 4 + SALT_OCTETS;

    private static final byte[] ASSOCIATED_DATA = {
        (byte) (PacketHeader.NEW_FORMAT | TAG), VERSION, AES_256, GCM, CHUNK_SIZE_OCTET
    };

    private SeipdFormat() {}

    /** What is authenticated with each chunk, and also the context of the key derivation. */
    static byte[] associatedData() {
        return ASSOCIATED_DATA.clone();
    }

    /** Writes the packet's header, salt included. */
    static int putHeader(byte[] salt, byte[] out, int at) {
        System.arraycopy(ASSOCIATED_DATA, 1, out, at, ASSOCIATED_DATA.length - 1);
        System.arraycopy(salt, 0, out, at + ASSOCIATED_DATA.length - 1, SALT_OCTETS);
        return at + HEADER_OCTETS;
    }

    /** The salt of a header, null if it is not whole or announces another format. */
    static byte @Nullable [] saltOf(byte[] header) {
        boolean known = header.length == HEADER_OCTETS
                && Arrays.equals(header, 0, ASSOCIATED_DATA.length - 1, ASSOCIATED_DATA, 1, ASSOCIATED_DATA.length);
        return known ? Arrays.copyOfRange(header, ASSOCIATED_DATA.length - 1, HEADER_OCTETS) : null;
    }
}
