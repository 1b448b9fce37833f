package org.letterlock.crypto.openpgp.internal;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import org.letterlock.crypto.api.BrokenSealException;

/**
 * What the encrypted packet holds, chunk by chunk, each released once its tag was verified, the last one once the final
 * tag was, and the end of the file seen.
 */
final class SeipdInputStream extends InputStream {

    private static final int SEALED_CHUNK_OCTETS = SeipdFormat.CHUNK_OCTETS + SeipdFormat.AUTH_TAG_OCTETS;
    /** With one octet more than the final tag behind it, a chunk is known not to be the last one. */
    private static final int WINDOW_OCTETS = SEALED_CHUNK_OCTETS + SeipdFormat.AUTH_TAG_OCTETS + 1;

    private final PacketInputStream body;
    private final Pool<ChunkCipher> ciphers;
    private final MessageKey key;
    private final byte[] window;
    private final byte[] plain;

    private int windowEnd;
    private int position;
    private int end;
    private long chunks;
    private long octets;
    private boolean last;

    SeipdInputStream(PacketInputStream body, byte[] sessionKey, Pool<ChunkCipher> ciphers) throws IOException {
        this.body = body;
        this.ciphers = ciphers;
        byte[] salt = SeipdFormat.saltOf(body.readNBytes(SeipdFormat.HEADER_OCTETS));
        if (salt == null) {
            throw new BrokenSealException("the mail is encrypted in an unknown way", null);
        }
        ChunkCipher cipher = ciphers.take();
        try {
            key = cipher.derive(sessionKey, salt);
        } catch (GeneralSecurityException e) {
            throw new BrokenSealException("the mail's key cannot be derived", e);
        }
        ciphers.giveBack(cipher);
        window = new byte[(int) Math.min(WINDOW_OCTETS, body.atMost())];
        plain = new byte[Math.min(SeipdFormat.CHUNK_OCTETS, window.length)];
    }

    @Override
    public int read() throws IOException {
        return isAtEnd() ? -1 : plain[position++] & 0xFF;
    }

    @Override
    public int read(byte[] out, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (isAtEnd()) {
            return -1;
        }
        int count = Math.min(length, end - position);
        System.arraycopy(plain, position, out, from, count);
        position += count;
        return count;
    }

    private boolean isAtEnd() throws IOException {
        if (position < end) {
            return false;
        }
        if (last) {
            return true;
        }
        openChunk();
        return false;
    }

    private void openChunk() throws IOException {
        windowEnd += body.readNBytes(window, windowEnd, window.length - windowEnd);
        boolean more = windowEnd == WINDOW_OCTETS;
        int sealedOctets = more ? SEALED_CHUNK_OCTETS : windowEnd - SeipdFormat.AUTH_TAG_OCTETS;
        if (sealedOctets <= SeipdFormat.AUTH_TAG_OCTETS) {
            throw new BrokenSealException("the mail ends early", null);
        }
        if (!more) {
            body.requireNothingBehind();
        }
        ChunkCipher cipher = ciphers.take();
        int opened;
        try {
            opened = cipher.open(key, chunks, window, 0, sealedOctets, plain);
            chunks++;
            octets += opened;
            if (!more) {
                cipher.openEnd(key, chunks, octets, window, sealedOctets);
            }
        } catch (GeneralSecurityException e) {
            throw new BrokenSealException("the mail is not what was sealed", e);
        }
        ciphers.giveBack(cipher);
        windowEnd -= sealedOctets;
        System.arraycopy(window, sealedOctets, window, 0, windowEnd);
        position = 0;
        end = opened;
        last = !more;
    }
}
