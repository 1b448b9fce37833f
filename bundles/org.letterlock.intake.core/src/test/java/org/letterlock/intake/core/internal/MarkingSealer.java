package org.letterlock.intake.core.internal;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.letterlock.crypto.api.CryptoException;
import org.letterlock.crypto.api.EscrowCertificate;
import org.letterlock.crypto.api.MailboxPublicKey;
import org.letterlock.crypto.api.MessageSealer;
import org.letterlock.crypto.api.Sealing;
import org.letterlock.crypto.api.UnlockedKey;

/** Seals by inverting each octet and ending with the first octet of each key: enough to see what went where, complete. */
final class MarkingSealer implements MessageSealer {

    int sealsBeforeFailure = Integer.MAX_VALUE;
    int updatesBeforeFailure = Integer.MAX_VALUE;
    boolean failAtFinish;

    @Override
    public Sealing seal(MailboxPublicKey recipient, @Nullable EscrowCertificate escrow) throws CryptoException {
        if (sealsBeforeFailure-- == 0) {
            throw failure();
        }
        return new Sealing() {
            @Override
            public void update(ByteBuffer plain, Consumer<ByteBuffer> sealed) throws CryptoException {
                if (updatesBeforeFailure-- == 0) {
                    throw failure();
                }
                ByteBuffer out = ByteBuffer.allocate(plain.remaining());
                while (plain.hasRemaining()) {
                    out.put((byte) ~plain.get());
                }
                sealed.accept(out.flip());
            }

            @Override
            public void finish(Consumer<ByteBuffer> sealed) throws CryptoException {
                if (failAtFinish) {
                    throw failure();
                }
                sealed.accept(ByteBuffer.wrap(new byte[] {recipient.encoded()[0]}));
                if (escrow != null) {
                    sealed.accept(ByteBuffer.wrap(new byte[] {escrow.encoded()[0]}));
                }
            }
        };
    }

    @Override
    public EscrowCertificate escrow(byte[] certificate) {
        throw new UnsupportedOperationException();
    }

    @Override
    public InputStream open(UnlockedKey key, InputStream sealed) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String recipient(MailboxPublicKey key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<String> recipients(InputStream sealed) {
        throw new UnsupportedOperationException();
    }

    private static CryptoException failure() {
        return new CryptoException(CryptoException.Kind.TRANSIENT, "no entropy", null);
    }
}
