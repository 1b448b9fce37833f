package org.letterlock.crypto.openpgp.internal;

import java.util.Arrays;

/** The literal data packet around a mail (RFC 9580, section 5.9): binary, no name, no date. */
final class LiteralFormat {

    static final int TAG = 11;

    private static final byte[] HEADER = {'b', 0, 0, 0, 0, 0};

    static final int HEADER_OCTETS = HEADER.length;

    private LiteralFormat() {}

    static int putHeader(byte[] out, int at) {
        System.arraycopy(HEADER, 0, out, at, HEADER_OCTETS);
        return at + HEADER_OCTETS;
    }

    static boolean isHeader(byte[] octets) {
        return Arrays.equals(octets, HEADER);
    }
}
