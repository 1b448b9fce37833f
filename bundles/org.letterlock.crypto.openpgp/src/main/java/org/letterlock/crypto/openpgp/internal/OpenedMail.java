package org.letterlock.crypto.openpgp.internal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.letterlock.crypto.api.BrokenSealException;
import org.letterlock.crypto.api.UnlockedKey;

/** A sealed mail's octets. Only what {@link OpenPgpSealing} writes is read; other OpenPGP packets are refused. */
final class OpenedMail extends InputStream {

    private final InputStream sealed;
    private final PacketInputStream literal;
    private @Nullable String broken;

    OpenedMail(UnlockedKey key, InputStream sealed, OpenedEnvelopes envelopes, Pool<ChunkCipher> ciphers)
            throws IOException {
        this.sealed = sealed;
        BufferedInputStream in = new BufferedInputStream(sealed);
        byte[] envelope = KeyEnvelopes.choose(KeyEnvelopes.read(in), key.fingerprint());
        byte[] sessionKey = envelopes.sessionKey(key, envelope);
        InputStream plain = new SeipdInputStream(new PacketInputStream(in, SeipdFormat.TAG), sessionKey, ciphers);
        Arrays.fill(sessionKey, (byte) 0);
        literal = new PacketInputStream(plain, LiteralFormat.TAG);
        if (!LiteralFormat.isHeader(literal.readNBytes(LiteralFormat.HEADER_OCTETS))) {
            throw new BrokenSealException("the mail's wrapping is of an unknown form", null);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] octet = new byte[1];
        return read(octet, 0, 1) < 0 ? -1 : octet[0] & 0xFF;
    }

    @Override
    public int read(byte[] octets, int from, int length) throws IOException {
        if (broken != null) {
            throw new BrokenSealException(broken, null);
        }
        try {
            int count = literal.read(octets, from, length);
            if (count < 0) {
                literal.requireNothingBehind();
            }
            return count;
        } catch (BrokenSealException e) {
            broken = e.getMessage();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        sealed.close();
    }
}
