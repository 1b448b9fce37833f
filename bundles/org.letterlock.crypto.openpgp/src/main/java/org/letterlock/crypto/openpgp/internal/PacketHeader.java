package org.letterlock.crypto.openpgp.internal;

/** Packet headers in the OpenPGP format (RFC 9580, section 4.2). */
final class PacketHeader {

    static final int NEW_FORMAT = 0xC0;
    static final int MAX_LENGTH_OCTETS = 5;

    private static final int PARTIAL = 0xE0;
    private static final int TWO_OCTETS_FROM = 192;
    private static final int FIVE_OCTETS_FROM = 8384;

    private PacketHeader() {}

    /** How many octets {@link #putLength} takes. */
    static int lengthOctets(int length) {
        if (length < TWO_OCTETS_FROM) {
            return 1;
        }
        return length < FIVE_OCTETS_FROM ? 2 : MAX_LENGTH_OCTETS;
    }

    /** Writes a definite body length, in the shortest form (sections 4.2.1.1 to 4.2.1.3). */
    static int putLength(int length, byte[] out, int at) {
        if (length < TWO_OCTETS_FROM) {
            out[at] = (byte) length;
            return at + 1;
        }
        if (length < FIVE_OCTETS_FROM) {
            int rest = length - TWO_OCTETS_FROM;
            out[at] = (byte) ((rest >>> 8) + TWO_OCTETS_FROM);
            out[at + 1] = (byte) rest;
            return at + 2;
        }
        out[at] = (byte) 0xFF;
        out[at + 1] = (byte) (length >>> 24);
        out[at + 2] = (byte) (length >>> 16);
        out[at + 3] = (byte) (length >>> 8);
        out[at + 4] = (byte) length;
        return at + MAX_LENGTH_OCTETS;
    }

    /** The header of a part of 2^exponent octets that is not the last one (section 4.2.1.4). */
    static byte partialLength(int exponent) {
        return (byte) (PARTIAL | exponent);
    }

    /** How many part headers a body of that length needs. */
    static int partsOf(int length) {
        return Integer.bitCount(length);
    }

    /**
     * Cuts a body into parts, the largest power of two first. Behind the body there must be room for one octet less than
     * {@link #partsOf}, before it for one.
     *
     * @return where the parts end
     */
    static int cutIntoParts(byte[] octets, int bodyStart, int length) {
        int start = bodyStart;
        int left = length;
        while (true) {
            int part = Integer.highestOneBit(left);
            octets[start - 1] = partialLength(Integer.numberOfTrailingZeros(part));
            start += part;
            left -= part;
            if (left == 0) {
                return start;
            }
            System.arraycopy(octets, start, octets, start + 1, left);
            start++;
        }
    }
}
