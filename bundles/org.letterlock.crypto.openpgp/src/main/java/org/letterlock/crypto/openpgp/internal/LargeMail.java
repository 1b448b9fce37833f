package org.letterlock.crypto.openpgp.internal;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.function.Consumer;

/**
 * A mail of unknown size, sealed chunk by chunk in constant memory with partial body lengths (RFC 9580, section 4.2.1.4).
 *
 * <p>A part's length stands before the part, so a part must be complete before its octets may be encrypted:
 *
 * <pre>
 * plain: | whole parts with their headers, less than a chunk | free octet | octets of the part being collected |
 *        0                                            committed                                           end
 * </pre>
 */
final class LargeMail {

    private static final int PART_EXPONENT = 14;
    private static final int PART_OCTETS = 1 << PART_EXPONENT;
    private static final int SEALED_CHUNK_OCTETS = SeipdFormat.CHUNK_OCTETS + SeipdFormat.AUTH_TAG_OCTETS;

    private final byte[] envelopes;
    private final byte[] salt;
    private final MessageKey key;
    private final byte[] plain = new byte[SeipdFormat.CHUNK_OCTETS + PART_OCTETS + PacketHeader.MAX_LENGTH_OCTETS];
    private int committed;
    private int end;
    private long chunks;

    LargeMail(ChunkCipher cipher, MailboxSession.Lease lease) throws GeneralSecurityException {
        envelopes = lease.envelopes();
        salt = cipher.newSalt();
        key = cipher.derive(lease.sessionKey(), salt);
        plain[0] = (byte) (PacketHeader.NEW_FORMAT | LiteralFormat.TAG);
        committed = 1;
        end = LiteralFormat.putHeader(plain, committed + 1);
    }

    void append(ChunkCipher cipher, ByteBuffer octets, Consumer<ByteBuffer> sealed) throws GeneralSecurityException {
        while (octets.hasRemaining()) {
            int partEnd = committed + 1 + PART_OCTETS;
            int count = Math.min(octets.remaining(), partEnd - end);
            octets.get(plain, end, count);
            end += count;
            if (end == partEnd) {
                plain[committed] = PacketHeader.partialLength(PART_EXPONENT);
                committed = end;
                if (committed >= SeipdFormat.CHUNK_OCTETS) {
                    sealed.accept(sealFirstChunk(cipher));
                }
                end = committed + 1;
            }
        }
    }

    void finish(ChunkCipher cipher, Consumer<ByteBuffer> sealed) throws GeneralSecurityException {
        int rest = end - committed - 1;
        int restStart = committed + PacketHeader.lengthOctets(rest);
        System.arraycopy(plain, committed + 1, plain, restStart, rest);
        PacketHeader.putLength(rest, plain, committed);
        committed = restStart + rest;
        if (committed > SeipdFormat.CHUNK_OCTETS) {
            sealed.accept(sealFirstChunk(cipher));
        }
        sealed.accept(sealLastChunk(cipher));
    }

    /** Seals the first chunk's worth of what is committed, as parts, and moves up the rest. */
    private ByteBuffer sealFirstChunk(ChunkCipher cipher) throws GeneralSecurityException {
        boolean first = chunks == 0;
        int bodyOctets = SEALED_CHUNK_OCTETS + (first ? SeipdFormat.HEADER_OCTETS : 0);
        int prefix = first ? envelopes.length + 1 : 0;
        byte[] out = new byte[prefix + bodyOctets + PacketHeader.partsOf(bodyOctets)];
        int body = putPacketStart(out) + 1;
        int chunk = first ? SeipdFormat.putHeader(salt, out, body) : body;
        cipher.seal(key, chunks, plain, 0, SeipdFormat.CHUNK_OCTETS, out, chunk);
        PacketHeader.cutIntoParts(out, body, bodyOctets);
        chunks++;
        committed -= SeipdFormat.CHUNK_OCTETS;
        System.arraycopy(plain, SeipdFormat.CHUNK_OCTETS, plain, 0, committed);
        return ByteBuffer.wrap(out);
    }

    private ByteBuffer sealLastChunk(ChunkCipher cipher) throws GeneralSecurityException {
        boolean first = chunks == 0;
        int bodyOctets = (first ? SeipdFormat.HEADER_OCTETS : 0) + committed + 2 * SeipdFormat.AUTH_TAG_OCTETS;
        int prefix = first ? envelopes.length + 1 : 0;
        byte[] out = new byte[prefix + PacketHeader.lengthOctets(bodyOctets) + bodyOctets];
        int body = PacketHeader.putLength(bodyOctets, out, putPacketStart(out));
        int at = first ? SeipdFormat.putHeader(salt, out, body) : body;
        at += cipher.seal(key, chunks, plain, 0, committed, out, at);
        long octets = chunks * SeipdFormat.CHUNK_OCTETS + committed;
        cipher.sealEnd(key, chunks + 1, octets, out, at);
        return ByteBuffer.wrap(out);
    }

    /** Before the first chunk: the session key's envelopes and the tag of the encrypted packet. */
    private int putPacketStart(byte[] out) {
        if (chunks > 0) {
            return 0;
        }
        System.arraycopy(envelopes, 0, out, 0, envelopes.length);
        out[envelopes.length] = (byte) (PacketHeader.NEW_FORMAT | SeipdFormat.TAG);
        return envelopes.length + 1;
    }
}
