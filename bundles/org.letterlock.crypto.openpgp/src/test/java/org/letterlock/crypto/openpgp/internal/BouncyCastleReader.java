package org.letterlock.crypto.openpgp.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.api.OpenPGPKey;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPApi;

/** Opens a sealed mail as any program for RFC 9580 would, with nothing of our own code. */
final class BouncyCastleReader {

    private BouncyCastleReader() {}

    static byte[] open(byte[] lockedKey, char[] password, byte[] sealed) throws PGPException, IOException {
        BcOpenPGPApi api = new BcOpenPGPApi();
        OpenPGPKey key = api.readKeyOrCertificate().parseKey(lockedKey);
        try (InputStream in = api.decryptAndOrVerifyMessage()
                .addDecryptionKey(key, password)
                .process(new ByteArrayInputStream(sealed))) {
            return in.readAllBytes();
        }
    }
}
