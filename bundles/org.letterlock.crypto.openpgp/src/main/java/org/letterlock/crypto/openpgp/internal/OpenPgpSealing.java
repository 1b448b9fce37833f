package org.letterlock.crypto.openpgp.internal;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.letterlock.crypto.api.CryptoException;
import org.letterlock.crypto.api.Sealing;

/** Seals one mail: as a small one while it fits, as a large one from there on. */
final class OpenPgpSealing implements Sealing {

    private final MailboxSession session;
    private final Pool<ChunkCipher> ciphers;

    private SmallMail small = new SmallMail();
    private @Nullable LargeMail large;
    private boolean over;

    OpenPgpSealing(MailboxSession session, Pool<ChunkCipher> ciphers) {
        this.session = session;
        this.ciphers = ciphers;
    }

    @Override
    public void update(ByteBuffer plain, Consumer<ByteBuffer> sealed) throws CryptoException {
        requireRunning();
        if (large == null && small.hasRoomFor(plain.remaining())) {
            small.append(plain);
            return;
        }
        over = true;
        ChunkCipher cipher = ciphers.take();
        try {
            LargeMail mail = large == null ? startLarge(cipher, sealed) : large;
            mail.append(cipher, plain, sealed);
        } catch (GeneralSecurityException e) {
            throw failed(e);
        }
        ciphers.giveBack(cipher);
        over = false;
    }

    @Override
    public void finish(Consumer<ByteBuffer> sealed) throws CryptoException {
        requireRunning();
        over = true;
        ChunkCipher cipher = ciphers.take();
        try {
            if (large == null) {
                sealed.accept(sealSmall(cipher));
            } else {
                large.finish(cipher, sealed);
            }
        } catch (GeneralSecurityException e) {
            throw failed(e);
        }
        ciphers.giveBack(cipher);
    }

    private LargeMail startLarge(ChunkCipher cipher, Consumer<ByteBuffer> sealed) throws GeneralSecurityException {
        MailboxSession.Lease lease = session.lease();
        LargeMail mail = new LargeMail(cipher, lease);
        Arrays.fill(lease.sessionKey(), (byte) 0);
        mail.append(cipher, small.plain(), sealed);
        small = new SmallMail();
        large = mail;
        return mail;
    }

    private ByteBuffer sealSmall(ChunkCipher cipher) throws GeneralSecurityException {
        MailboxSession.Lease lease = session.lease();
        ByteBuffer mail = small.seal(cipher, lease);
        Arrays.fill(lease.sessionKey(), (byte) 0);
        return mail;
    }

    private void requireRunning() {
        if (over) {
            throw new IllegalStateException("the mail has ended, or sealing it has failed");
        }
    }

    private static CryptoException failed(GeneralSecurityException cause) {
        return new CryptoException(CryptoException.Kind.PERMANENT, "a mail cannot be sealed", cause);
    }
}
