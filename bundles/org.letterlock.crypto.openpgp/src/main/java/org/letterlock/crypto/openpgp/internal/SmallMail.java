package org.letterlock.crypto.openpgp.internal;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * A mail that fits one chunk. It is collected in a buffer with room for all that will stand before and behind it, encrypted
 * in place and given away as it is: one copy, one buffer, definite lengths.
 */
final class SmallMail {

    private static final int MAX_LITERAL_PREFIX = 1 + PacketHeader.MAX_LENGTH_OCTETS + LiteralFormat.HEADER_OCTETS;
    private static final int HEADROOM = KeyEnvelopes.MAX_OCTETS
            + 1
            + PacketHeader.MAX_LENGTH_OCTETS
            + SeipdFormat.HEADER_OCTETS
            + MAX_LITERAL_PREFIX;
    private static final int TAILROOM = 2 * SeipdFormat.AUTH_TAG_OCTETS;
    private static final int FIRST_CAPACITY = 8 * 1024;

    /** What a chunk leaves for the mail itself. */
    static final int MAX_OCTETS = SeipdFormat.CHUNK_OCTETS - MAX_LITERAL_PREFIX;

    private static final int MAX_CAPACITY = HEADROOM + MAX_OCTETS + TAILROOM;

    private byte[] buffer = {};
    private int end = HEADROOM;

    boolean hasRoomFor(int octets) {
        return octets <= MAX_OCTETS - (end - HEADROOM);
    }

    void append(ByteBuffer plain) {
        int octets = plain.remaining();
        int needed = end + octets + TAILROOM;
        if (needed > buffer.length) {
            int capacity = needed <= FIRST_CAPACITY ? FIRST_CAPACITY : Math.min(MAX_CAPACITY, 2 * needed);
            buffer = Arrays.copyOf(buffer, capacity);
        }
        plain.get(buffer, end, octets);
        end += octets;
    }

    /** What was collected so far. */
    ByteBuffer plain() {
        return buffer.length == 0 ? ByteBuffer.allocate(0) : ByteBuffer.wrap(buffer, HEADROOM, end - HEADROOM);
    }

    /** The whole sealed mail; the collected octets are gone. */
    ByteBuffer seal(ChunkCipher cipher, MailboxSession.Lease lease) throws GeneralSecurityException {
        if (buffer.length == 0) {
            buffer = new byte[HEADROOM + TAILROOM];
        }
        int literalBody = LiteralFormat.HEADER_OCTETS + end - HEADROOM;
        int chunkStart = HEADROOM - LiteralFormat.HEADER_OCTETS - PacketHeader.lengthOctets(literalBody) - 1;
        int chunkOctets = end - chunkStart;
        int seipdBody = SeipdFormat.HEADER_OCTETS + chunkOctets + TAILROOM;
        int start = chunkStart
                - SeipdFormat.HEADER_OCTETS
                - PacketHeader.lengthOctets(seipdBody)
                - 1
                - lease.envelopes().length;

        byte[] salt = cipher.newSalt();
        int at = putBytes(lease.envelopes(), start);
        buffer[at++] = (byte) (PacketHeader.NEW_FORMAT | SeipdFormat.TAG);
        at = PacketHeader.putLength(seipdBody, buffer, at);
        at = SeipdFormat.putHeader(salt, buffer, at);
        buffer[at++] = (byte) (PacketHeader.NEW_FORMAT | LiteralFormat.TAG);
        at = PacketHeader.putLength(literalBody, buffer, at);
        LiteralFormat.putHeader(buffer, at);

        MessageKey key = cipher.derive(lease.sessionKey(), salt);
        int sealedEnd = chunkStart + cipher.seal(key, 0, buffer, chunkStart, chunkOctets, buffer, chunkStart);
        sealedEnd += cipher.sealEnd(key, 1, chunkOctets, buffer, sealedEnd);
        return ByteBuffer.wrap(buffer, start, sealedEnd - start).slice();
    }

    private int putBytes(byte[] octets, int at) {
        System.arraycopy(octets, 0, buffer, at, octets.length);
        return at + octets.length;
    }
}
