package org.letterlock.crypto.openpgp.internal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.letterlock.crypto.api.BrokenSealException;

/** The body of one packet, its length definite or in parts (RFC 9580, section 4.2). Does not close what it reads. */
final class PacketInputStream extends InputStream {

    private static final int TWO_OCTETS_FROM = 192;
    private static final int PARTIAL_FROM = 224;
    private static final int FIVE_OCTETS = 255;
    private static final int SMALLEST_FIRST_PART = 512;
    private static final long LARGEST_LENGTH = 0xFFFFFFFFL;

    private final InputStream in;
    private long left;
    private boolean lastPart;

    /** Reads the packet's header. */
    PacketInputStream(InputStream in, int tag) throws IOException {
        this.in = in;
        if (octet() != (PacketHeader.NEW_FORMAT | tag)) {
            throw new BrokenSealException("there is no packet of type " + tag + " where one must be", null);
        }
        readLength();
        if (!lastPart && left < SMALLEST_FIRST_PART) {
            throw new BrokenSealException("the first part of a packet is too small", null);
        }
    }

    /** How long the body is from here on, at most. */
    long atMost() {
        return lastPart ? left : LARGEST_LENGTH;
    }

    @Override
    public int read() throws IOException {
        if (isAtEnd()) {
            return -1;
        }
        int octet = octet();
        left--;
        return octet;
    }

    @Override
    public int read(byte[] octets, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (isAtEnd()) {
            return -1;
        }
        int count = in.read(octets, from, (int) Math.min(length, left));
        if (count < 0) {
            throw endsEarly();
        }
        left -= count;
        return count;
    }

    /** Checks that nothing follows the packet, once its body was read. */
    void requireNothingBehind() throws IOException {
        if (in.read() >= 0) {
            throw new BrokenSealException("there are octets behind the end", null);
        }
    }

    private boolean isAtEnd() throws IOException {
        while (left == 0) {
            if (lastPart) {
                return true;
            }
            readLength();
        }
        return false;
    }

    private void readLength() throws IOException {
        int first = octet();
        lastPart = first < PARTIAL_FROM || first == FIVE_OCTETS;
        if (!lastPart) {
            left = 1L << (first - PARTIAL_FROM);
        } else if (first == FIVE_OCTETS) {
            left = (long) octet() << 24 | octet() << 16 | octet() << 8 | octet();
        } else if (first >= TWO_OCTETS_FROM) {
            left = ((first - TWO_OCTETS_FROM) << 8 | octet()) + (long) TWO_OCTETS_FROM;
        } else {
            left = first;
        }
    }

    private int octet() throws IOException {
        int octet = in.read();
        if (octet < 0) {
            throw endsEarly();
        }
        return octet;
    }

    private static BrokenSealException endsEarly() {
        return new BrokenSealException("the mail ends early", new EOFException());
    }
}
