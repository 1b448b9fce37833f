package org.letterlock.crypto.openpgp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.bouncycastle.openpgp.api.OpenPGPKey;
import org.bouncycastle.openpgp.api.SignatureParameters;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPApi;
import org.junit.Test;
import org.letterlock.crypto.api.BrokenSealException;
import org.letterlock.crypto.api.CryptoException;
import org.letterlock.crypto.api.EscrowCertificate;

public class EscrowTest {

    private static final int[] SIZES = {0, 4_096, 65_524, 65_525, 300_000};
    private static final Date EARLIER = Date.from(Instant.parse("2026-01-01T00:00:00Z"));

    private final BcOpenPGPApi api = new BcOpenPGPApi();
    private final Fixture fixture = new Fixture();
    private final OpenPGPKey key = api.generateKey(6, EARLIER)
            .ed25519x25519Key("Escrow <escrow@example.org>")
            .build();
    private final EscrowCertificate escrow =
            fixture.sealer.escrow(certificate(key).getEncoded());

    public EscrowTest() throws CryptoException, PGPException, IOException {}

    @Test
    public void bothKeysShouldOpenAMail() throws CryptoException, IOException, PGPException {
        for (int size : SIZES) {
            byte[] mail = Fixture.mail(size);
            byte[] sealed = fixture.seal(escrow, mail);
            assertThat(fixture.open(sealed)).as("%d octets", size).isEqualTo(mail);
            assertThat(BouncyCastleReader.open(key.getEncoded(), new char[0], sealed))
                    .as("%d octets, escrow", size)
                    .isEqualTo(mail);
            assertThat(BouncyCastleReader.open(fixture.mailbox.lockedKey().encoded(), Fixture.PASSWORD, sealed))
                    .as("%d octets, mailbox by another program", size)
                    .isEqualTo(mail);
        }
    }

    @Test
    public void packetsShouldBeTheMailboxsThenTheEscrows() throws CryptoException, IOException {
        byte[] mail = Fixture.mail(100);
        byte[] with = fixture.seal(escrow, mail);
        byte[] without = fixture.seal(null, mail);
        assertThat(with).hasSize(without.length + 111);
        assertThat(Arrays.copyOf(with, 37)).isEqualTo(Arrays.copyOf(without, 37));
        assertThat(HexFormat.of().formatHex(with, 111, 116)).isEqualTo("c16d062106");
        assertThat(with[222] & 0xFF).isEqualTo(0xD2);
        assertThat(without[111] & 0xFF).isEqualTo(0xD2);
        assertThat(Arrays.copyOf(fixture.seal(escrow, mail), 222))
                .as("both packets are of the shared session key")
                .isEqualTo(Arrays.copyOf(with, 222));
        assertThat(fixture.sealer.recipients(new ByteArrayInputStream(with)))
                .containsExactly(
                        fixture.sealer.recipient(fixture.mailbox.publicKey()),
                        HexFormat.of().formatHex(Recipient.of(escrow).fingerprint()));
        assertThat(fixture.sealer.recipients(new ByteArrayInputStream(without))).hasSize(1);
    }

    @Test
    public void everyFlippedBitThatTheMailboxReadsShouldBeRefused() throws CryptoException {
        byte[] sealed = fixture.seal(escrow, "From: a\r\n\r\nText\r\n".getBytes(StandardCharsets.US_ASCII));
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            boolean bodyOfTheEscrows = bit >= 113 * 8 && bit < 222 * 8;
            byte[] broken = sealed.clone();
            broken[bit / 8] ^= (byte) (1 << (bit % 8));
            if (!bodyOfTheEscrows) {
                assertThatThrownBy(() -> fixture.open(broken))
                        .as("bit %d", bit)
                        .isInstanceOf(BrokenSealException.class);
            }
        }
    }

    @Test
    public void escrowShouldRefuseWhatWasAltered() throws CryptoException {
        byte[] sealed = fixture.seal(escrow, Fixture.mail(100));
        for (int at : new int[] {150, 200, 221, 250, sealed.length - 20, sealed.length - 1}) {
            byte[] broken = sealed.clone();
            broken[at] ^= 1;
            assertThatThrownBy(() -> BouncyCastleReader.open(key.getEncoded(), new char[0], broken))
                    .as("octet %d", at)
                    .isInstanceOf(Exception.class);
        }
    }

    @Test
    public void aThirdPacketShouldBeRefused() throws CryptoException {
        byte[] sealed = fixture.seal(escrow, Fixture.mail(10));
        byte[] three = new byte[sealed.length + 111];
        System.arraycopy(sealed, 0, three, 0, 111);
        System.arraycopy(sealed, 0, three, 111, sealed.length);
        assertThatThrownBy(() -> fixture.open(three)).isInstanceOf(BrokenSealException.class);
    }

    @Test
    public void armoredCertificateShouldBeReadAndReduced() throws CryptoException, IOException {
        String armored = certificate(key).toAsciiArmoredString();
        assertThat(fixture.sealer.escrow(armored.getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(escrow);
        assertThat(escrow.fingerprint()).isEqualTo(key.getFingerprint());
        assertThat(escrow.encoded()).hasSizeLessThan(400);
    }

    @Test
    public void secretKeyShouldBeRefusedLoudly() throws IOException {
        refuse(key.getEncoded(), "SECRET");
        refuse(key.toAsciiArmoredString().getBytes(StandardCharsets.US_ASCII), "SECRET");
    }

    @Test
    public void certificateOfAnotherKindShouldBeRefused() throws PGPException, IOException {
        refuse(certificate(api.generateKey(4).ed25519x25519Key("Old").build()).getEncoded(), "version 4");
        refuse(certificate(api.generateKey(6).signOnlyKey().build()).getEncoded(), "no X25519");
        refuse(certificate(api.generateKey(6).ed448x448Key("448").build()).getEncoded(), "no X25519");
        refuse(new byte[] {1, 2, 3}, "cannot be");
        refuse(new byte[0], "cannot be");
    }

    @Test
    public void severalCertificatesShouldBeRefused() throws IOException, PGPException {
        byte[] first = certificate(key).getEncoded();
        byte[] second =
                certificate(api.generateKey(6).ed25519x25519Key("2").build()).getEncoded();
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        refuse(both, "2 certificates");
    }

    @Test
    public void expiredCertificateShouldBeRefused() throws IOException, PGPException {
        SignatureParameters.Callback oneDay = SignatureParameters.Callback.Util.modifyHashedSubpackets(subpackets -> {
            subpackets.setKeyExpirationTime(true, Duration.ofDays(1).toSeconds());
            return subpackets;
        });
        OpenPGPKey expired = api.generateKey(6, EARLIER)
                .withPrimaryKey(generator -> generator.generateEd25519KeyPair(), oneDay)
                .addEncryptionSubkey(generator -> generator.generateX25519KeyPair(), oneDay)
                .build();
        refuse(certificate(expired).getEncoded(), "neither expired nor revoked");
    }

    @Test
    public void revokedCertificateShouldBeRefused() throws IOException, PGPException {
        OpenPGPKey revoked = api.editKey(key).revokeKey(null).done();
        refuse(certificate(revoked).getEncoded(), "neither expired nor revoked");
    }

    private static OpenPGPCertificate certificate(OpenPGPKey key) {
        return key.toCertificate();
    }

    private void refuse(byte[] octets, String reason) {
        assertThatThrownBy(() -> fixture.sealer.escrow(octets))
                .isInstanceOf(CryptoException.class)
                .hasMessageContaining(reason);
    }
}
