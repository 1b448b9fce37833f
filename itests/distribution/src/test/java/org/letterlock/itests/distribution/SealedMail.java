package org.letterlock.itests.distribution;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.api.OpenPGPKey;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPApi;

/** Opens sealed mails as any program for RFC 9580 does. */
final class SealedMail {

    private SealedMail() {}

    static byte[] open(byte[] sealed, byte[] lockedKey, String password) throws PGPException, IOException {
        BcOpenPGPApi api = new BcOpenPGPApi();
        OpenPGPKey key = api.readKeyOrCertificate().parseKey(lockedKey);
        try (InputStream in = api.decryptAndOrVerifyMessage()
                .addDecryptionKey(key, password.toCharArray())
                .process(new ByteArrayInputStream(sealed))) {
            return in.readAllBytes();
        }
    }
}
