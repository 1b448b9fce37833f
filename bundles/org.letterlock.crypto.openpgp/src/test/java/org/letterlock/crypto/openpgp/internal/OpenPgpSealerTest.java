package org.letterlock.crypto.openpgp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.bouncycastle.openpgp.PGPException;
import org.junit.Test;
import org.letterlock.crypto.api.BrokenSealException;
import org.letterlock.crypto.api.CryptoException;
import org.letterlock.crypto.api.MailboxPublicKey;
import org.letterlock.crypto.api.Sealing;

public class OpenPgpSealerTest {

    private static final int CHUNK = 65_536;
    private static final int SMALL_MAX = CHUNK - 12;

    private final Fixture fixture;

    public OpenPgpSealerTest() throws CryptoException {
        fixture = new Fixture();
    }

    @Test
    public void mailShouldComeBackWhateverItsSize() throws CryptoException, IOException {
        int[] sizes = {
            0,
            1,
            185,
            186,
            187,
            4_096,
            8_150,
            8_376,
            8_377,
            8_378,
            8_379,
            20_000,
            SMALL_MAX - 1,
            SMALL_MAX,
            SMALL_MAX + 1,
            CHUNK - 1,
            CHUNK,
            CHUNK + 1,
            2 * CHUNK - 8,
            2 * CHUNK,
            1_000_000
        };
        for (int size : sizes) {
            byte[] mail = Fixture.mail(size);
            assertThat(fixture.open(fixture.seal(mail))).as("%d octets", size).isEqualTo(mail);
        }
    }

    /** Around the places where the last chunk is full, or the last part's header moves over a chunk's end. */
    @Test
    public void mailShouldComeBackWhenItEndsNearAChunk() throws CryptoException, IOException {
        for (int chunks = 1; chunks <= 2; chunks++) {
            for (int size = chunks * CHUNK - 40; size < chunks * CHUNK + 20; size++) {
                byte[] mail = Fixture.mail(size);
                assertThat(fixture.open(fixture.seal(mail)))
                        .as("%d octets", size)
                        .isEqualTo(mail);
            }
        }
    }

    @Test
    public void recipientShouldBeReadFromTheBeginningOfAMail() throws CryptoException, IOException {
        String recipient = fixture.sealer.recipient(fixture.mailbox.publicKey());
        assertThat(recipient).isEqualTo(HexFormat.of().formatHex(fixture.unlocked.fingerprint()));
        for (int size : new int[] {1, 200_000}) {
            ByteArrayInputStream sealed = new ByteArrayInputStream(fixture.seal(Fixture.mail(size)));
            assertThat(fixture.sealer.recipients(sealed)).containsExactly(recipient);
        }
        byte[] mail = fixture.seal(Fixture.mail(1));
        mail[2] ^= 1;
        assertThatThrownBy(() -> fixture.sealer.recipients(new ByteArrayInputStream(mail)))
                .isInstanceOf(BrokenSealException.class);
        assertThatThrownBy(() -> fixture.sealer.recipients(InputStream.nullInputStream()))
                .isInstanceOf(BrokenSealException.class);
    }

    @Test
    public void sealedMailShouldNotDependOnHowItArrives() throws CryptoException, IOException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 60; i++) {
            byte[] mail = Fixture.mail(random.nextInt(300_000));
            int step = 1 + random.nextInt(i % 2 == 0 ? 5_000 : 150_000);
            byte[] sealed = Fixture.seal(fixture.sealer, fixture.mailbox.publicKey(), mail, step);
            assertThat(fixture.open(sealed))
                    .as("seed %d, %d octets by %d", seed, mail.length, step)
                    .isEqualTo(mail);
        }
    }

    @Test
    public void otherProgramShouldOpenWhatIsSealed() throws CryptoException, IOException, PGPException {
        for (int size : new int[] {0, 4_096, SMALL_MAX, CHUNK, 2 * CHUNK - 8, 1_000_000}) {
            byte[] mail = Fixture.mail(size);
            byte[] opened = BouncyCastleReader.open(
                    fixture.mailbox.lockedKey().encoded(), Fixture.PASSWORD, fixture.seal(mail));
            assertThat(opened).as("%d octets", size).isEqualTo(mail);
        }
    }

    @Test
    public void smallMailShouldBeOneBufferWithDefiniteLengths() throws CryptoException {
        byte[] mail = Fixture.mail(SMALL_MAX);
        List<ByteBuffer> parts = Fixture.sealInParts(fixture.sealer, fixture.mailbox.publicKey(), mail, 1_000);
        assertThat(parts).hasSize(1);
        ByteBuffer sealed = parts.get(0);
        assertThat(sealed.get(0) & 0xFF).isEqualTo(0xC1);
        assertThat(sealed.get(1)).isEqualTo((byte) 109);
        assertThat(sealed.get(111) & 0xFF).isEqualTo(0xD2);
        assertThat(sealed.get(112) & 0xFF).isEqualTo(0xFF);
        assertThat(sealed.getInt(113)).isEqualTo(sealed.remaining() - 117);
    }

    @Test
    public void largeMailShouldLeaveWhileItArrives() throws CryptoException {
        Sealing sealing = fixture.sealer.seal(fixture.mailbox.publicKey());
        List<ByteBuffer> parts = new ArrayList<>();
        ByteBuffer piece = ByteBuffer.allocate(8_192);
        long fed = 0;
        long left = 0;
        for (int i = 0; i < 1_000; i++) {
            sealing.update(piece.clear(), parts::add);
            fed += piece.limit();
            left += parts.stream().mapToLong(ByteBuffer::remaining).sum();
            parts.clear();
            assertThat(fed - left).isLessThan(100_000);
        }
    }

    @Test
    public void eachMailShouldHaveASaltOfItsOwn() throws CryptoException {
        byte[] mail = Fixture.mail(100);
        byte[] first = fixture.seal(mail);
        byte[] second = fixture.seal(mail);
        assertThat(envelope(first)).as("same session key").isEqualTo(envelope(second));
        assertThat(Arrays.copyOfRange(first, 117, 149)).isNotEqualTo(Arrays.copyOfRange(second, 117, 149));
        assertThat(Arrays.copyOfRange(first, 149, first.length))
                .isNotEqualTo(Arrays.copyOfRange(second, 149, second.length));
    }

    @Test
    public void everyFlippedBitShouldBeRefusedWithoutAnyOctet() throws CryptoException {
        byte[] sealed = fixture.seal("From: a\r\n\r\nText of a small mail\r\n".getBytes(StandardCharsets.US_ASCII));
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] broken = sealed.clone();
            broken[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(octetsBeforeRefusal(broken)).as("bit %d", bit).isZero();
        }
    }

    @Test
    public void everyTruncationShouldBeRefusedWithoutAnyOctet() throws CryptoException {
        byte[] sealed = fixture.seal(Fixture.mail(300));
        for (int length = 0; length < sealed.length; length++) {
            assertThat(octetsBeforeRefusal(Arrays.copyOf(sealed, length)))
                    .as("%d octets", length)
                    .isZero();
        }
    }

    @Test
    public void onlyWholeAuthenticChunksShouldBeReleasedWhenALaterOneIsBroken() throws CryptoException {
        byte[] mail = Fixture.mail(4 * CHUNK);
        byte[] sealed = fixture.seal(mail);
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            byte[] broken = sealed.clone();
            int at = random.nextInt(sealed.length);
            broken[at] ^= (byte) (1 << random.nextInt(8));
            assertThat(octetsBeforeRefusal(broken)).as("octet %d", at).isLessThanOrEqualTo(at);
        }
        for (int length = 0; length < sealed.length; length += 997) {
            assertThat(octetsBeforeRefusal(Arrays.copyOf(sealed, length)))
                    .as("%d octets", length)
                    .isLessThanOrEqualTo(length);
        }
    }

    @Test
    public void swappedOrMissingChunksShouldBeRefused() throws CryptoException {
        byte[] mail = Fixture.mail(4 * CHUNK);
        List<ByteBuffer> parts = Fixture.sealInParts(fixture.sealer, fixture.mailbox.publicKey(), mail, mail.length);
        assertThat(parts).hasSize(5);
        assertThat(octetsBeforeRefusal(join(parts, 0, 2, 1, 3, 4))).isLessThan(CHUNK);
        assertThat(octetsBeforeRefusal(join(parts, 0, 1, 3, 4))).isLessThan(2 * CHUNK);
        assertThat(octetsBeforeRefusal(join(parts, 0, 4))).isLessThan(CHUNK);
    }

    @Test
    public void octetsBehindTheEndShouldBeRefused() throws CryptoException {
        for (int size : new int[] {10, CHUNK - 24, 2 * CHUNK}) {
            byte[] sealed = fixture.seal(Fixture.mail(size));
            assertThat(octetsBeforeRefusal(Arrays.copyOf(sealed, sealed.length + 1)))
                    .isLessThanOrEqualTo(size - 10);
        }
    }

    @Test
    public void brokenMailShouldStayBroken() throws CryptoException, IOException {
        byte[] sealed = fixture.seal(Fixture.mail(2 * CHUNK));
        sealed[sealed.length - 1] ^= 1;
        try (InputStream in = fixture.sealer.open(fixture.unlocked, new ByteArrayInputStream(sealed))) {
            assertThatThrownBy(in::readAllBytes).isInstanceOf(BrokenSealException.class);
            assertThatThrownBy(in::read).isInstanceOf(BrokenSealException.class);
        }
    }

    @Test
    public void mailOfAnotherMailboxShouldBeRefused() throws CryptoException {
        byte[] sealed = fixture.seal(Fixture.mail(10));
        Fixture other = new Fixture();
        assertThatThrownBy(() -> other.open(sealed))
                .isInstanceOf(BrokenSealException.class)
                .hasMessageContaining("not sealed to this key");
    }

    @Test
    public void failureOfTheStorageShouldNotLookLikeABrokenSeal() throws CryptoException {
        byte[] sealed = fixture.seal(Fixture.mail(2 * CHUNK));
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("disk");
            }

            @Override
            public int read(byte[] octets, int from, int length) throws IOException {
                throw new IOException("disk");
            }
        };
        InputStream in = new SequenceInputStream(new ByteArrayInputStream(sealed, 0, CHUNK + 500), failing);
        assertThatThrownBy(() -> fixture.sealer.open(fixture.unlocked, in).readAllBytes())
                .isNotInstanceOf(BrokenSealException.class)
                .hasMessage("disk");
    }

    @Test
    public void sealingShouldNotGoOnAfterItsEnd() throws CryptoException {
        Sealing sealing = fixture.sealer.seal(fixture.mailbox.publicKey());
        sealing.finish(part -> {});
        assertThatThrownBy(() -> sealing.finish(part -> {})).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> sealing.update(ByteBuffer.allocate(1), part -> {}))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    public void keyShouldBeRefusedWhenItsFingerprintIsAnotherOne() throws CryptoException {
        MailboxPublicKey key = fixture.mailbox.publicKey();
        MailboxPublicKey forged = new MailboxPublicKey(key.encoded(), new byte[32]);
        assertThatThrownBy(() -> fixture.sealer.seal(forged))
                .isInstanceOfSatisfying(
                        CryptoException.class, e -> assertThat(e.kind()).isEqualTo(CryptoException.Kind.PERMANENT))
                .hasMessageContaining("another fingerprint");
    }

    /** Who can write the catalogue could otherwise redirect mail while the fingerprint people compare stays. */
    @Test
    public void keyShouldBeRefusedWhenItsSubkeyIsOfAnotherKey() throws CryptoException {
        byte[] own = fixture.mailbox.publicKey().encoded();
        byte[] foreign = new Fixture().mailbox.publicKey().encoded();
        int subkey = subkeyPacket(own);
        assertThat(subkeyPacket(foreign)).isEqualTo(subkey);
        byte[] mixed = foreign.clone();
        System.arraycopy(own, 0, mixed, 0, subkey);
        MailboxPublicKey forged =
                new MailboxPublicKey(mixed, fixture.mailbox.publicKey().fingerprint());
        assertThatThrownBy(() -> fixture.sealer.seal(forged))
                .isInstanceOf(CryptoException.class)
                .hasMessageContaining("no encryption subkey");
    }

    @Test
    public void unreadableKeyShouldBeRefused() {
        MailboxPublicKey key = new MailboxPublicKey(new byte[] {1, 2, 3}, new byte[32]);
        assertThatThrownBy(() -> fixture.sealer.seal(key)).isInstanceOf(CryptoException.class);
    }

    private int octetsBeforeRefusal(byte[] sealed) {
        int octets = 0;
        try (InputStream in = fixture.sealer.open(fixture.unlocked, new ByteArrayInputStream(sealed))) {
            byte[] buffer = new byte[8_192];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                octets += count;
            }
        } catch (BrokenSealException e) {
            return octets;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("not refused");
    }

    private static byte[] envelope(byte[] sealed) {
        return Arrays.copyOf(sealed, KeyEnvelope.PACKET_OCTETS);
    }

    /** Where the subkey packet (tag 14) begins. */
    private static int subkeyPacket(byte[] key) {
        int at = 0;
        while ((key[at] & 0xFF) != (0xC0 | 14)) {
            int first = key[at + 1] & 0xFF;
            at += first < 192 ? 2 + first : 3 + ((first - 192) << 8) + (key[at + 2] & 0xFF) + 192;
        }
        return at;
    }

    private static byte[] join(List<ByteBuffer> parts, int... order) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (int index : order) {
            joined.writeBytes(parts.get(index).array());
        }
        return joined.toByteArray();
    }
}
