package org.letterlock.crypto.openpgp.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import org.bouncycastle.bcpg.BCPGOutputStream;
import org.bouncycastle.bcpg.PacketFormat;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.bouncycastle.openpgp.api.OpenPGPCertificate.OpenPGPComponentKey;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPApi;
import org.jspecify.annotations.Nullable;
import org.letterlock.crypto.api.CryptoException;
import org.letterlock.crypto.api.EscrowCertificate;

/**
 * Reads certificates that people give. Which keys of one may be encrypted to (flags, expiry, revocation, signatures) is
 * Bouncy Castle's judgement.
 */
final class EscrowReader {

    private EscrowReader() {}

    static EscrowCertificate read(byte[] octets, Date now) throws CryptoException {
        try {
            OpenPGPCertificate certificate = parse(octets);
            OpenPGPComponentKey primary = certificate.getPrimaryKey();
            if (primary.getVersion() != PublicKeyPacket.VERSION_6) {
                throw unusable("it is of version " + primary.getVersion() + ", not of version 6 (RFC 9580)", null);
            }
            OpenPGPComponentKey subkey = certificate.getEncryptionKeys(now).stream()
                    .filter(key -> key.getAlgorithm() == PublicKeyAlgorithmTags.X25519)
                    .max(Comparator.comparing(OpenPGPComponentKey::getCreationTime))
                    .orElseThrow(() ->
                            unusable("it has no X25519 encryption subkey that is neither expired nor revoked", null));
            EscrowCertificate escrow = new EscrowCertificate(
                    reduced(primary, subkey, now), primary.getPGPPublicKey().getFingerprint());
            Recipient.of(escrow);
            return escrow;
        } catch (IOException | RuntimeException e) {
            // Bouncy Castle's parser throws unchecked exceptions of many types too
            throw unusable("it cannot be read as an OpenPGP certificate", e);
        }
    }

    private static OpenPGPCertificate parse(byte[] octets) throws IOException, CryptoException {
        List<OpenPGPCertificate> all = new BcOpenPGPApi().readKeyOrCertificate().parseKeysOrCertificates(octets);
        if (all.stream().anyMatch(OpenPGPCertificate::isSecretKey)) {
            throw unusable(
                    "it holds a SECRET key, which must not be on this machine; take it away and give the public part",
                    null);
        }
        if (all.size() != 1) {
            throw unusable("there are " + all.size() + " certificates in place of one", null);
        }
        return all.get(0);
    }

    /** What sealing needs: names, other subkeys and signatures of others can be of any size. */
    private static byte[] reduced(OpenPGPComponentKey primary, OpenPGPComponentKey subkey, Date now)
            throws IOException {
        ByteArrayOutputStream reduced = new ByteArrayOutputStream();
        try (BCPGOutputStream out = new BCPGOutputStream(reduced, PacketFormat.CURRENT)) {
            out.writePacket(primary.getPGPPublicKey().getPublicKeyPacket());
            out.writePacket(subkey.getPGPPublicKey().getPublicKeyPacket());
            subkey.getLatestSelfSignature(now).getSignature().encode(out);
        }
        return reduced.toByteArray();
    }

    private static CryptoException unusable(String reason, @Nullable Exception cause) {
        return new CryptoException(
                CryptoException.Kind.PERMANENT, "the escrow certificate cannot be used: " + reason, cause);
    }
}
