package org.letterlock.crypto.openpgp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.openpgp.PGPException;
import org.junit.Test;
import org.letterlock.crypto.api.CryptoException;
import org.letterlock.crypto.api.LockedKey;
import org.letterlock.crypto.api.MessageSealer;
import org.letterlock.crypto.api.UnlockedKey;

/** The format is final: keys and mails of the first version must open for ever. */
public class VectorsTest {

    private static final List<String> MAILS = List.of("small", "reuse", "large");

    private final char[] password =
            new String(read("password.txt"), StandardCharsets.UTF_8).strip().toCharArray();

    public VectorsTest() throws IOException {}

    @Test
    public void vectorsShouldOpen() throws CryptoException, IOException {
        SecureRandom random = new SecureRandom();
        LockedKeys keys = new LockedKeys(Fixture.CHEAP, random, Clock.systemUTC());
        MessageSealer sealer = Fixture.freshSealer(random);
        try (UnlockedKey key =
                keys.unlock(new LockedKey(read("locked-key.pgp")), password).orElseThrow()) {
            for (String mail : MAILS) {
                assertThat(Fixture.open(sealer, key, read(mail + ".pgp")))
                        .as(mail)
                        .isEqualTo(read(mail + ".eml"));
            }
        }
    }

    @Test
    public void vectorsShouldOpenWithOtherProgram() throws PGPException, IOException {
        for (String mail : MAILS) {
            assertThat(BouncyCastleReader.open(read("locked-key.pgp"), password, read(mail + ".pgp")))
                    .as(mail)
                    .isEqualTo(read(mail + ".eml"));
        }
    }

    @Test
    public void vectorForTwoKeysShouldOpenWithEach() throws CryptoException, IOException, PGPException {
        byte[] sealed = read("escrow/mail.pgp");
        SecureRandom random = new SecureRandom();
        LockedKeys keys = new LockedKeys(Fixture.CHEAP, random, Clock.systemUTC());
        try (UnlockedKey key =
                keys.unlock(new LockedKey(read("locked-key.pgp")), password).orElseThrow()) {
            assertThat(Fixture.open(Fixture.freshSealer(random), key, sealed)).isEqualTo(read("escrow/mail.eml"));
        }
        char[] escrowPassword = new String(read("escrow/password.txt"), StandardCharsets.UTF_8)
                .strip()
                .toCharArray();
        assertThat(BouncyCastleReader.open(read("escrow/locked-key.pgp"), escrowPassword, sealed))
                .isEqualTo(read("escrow/mail.eml"));
    }

    @Test
    public void smallVectorShouldBeLaidOutAsDocumented() throws IOException {
        byte[] small = read("small.pgp");
        byte[] mail = read("small.eml");
        assertThat(hex(small, 0, 5))
                .as("PKESK header, version 6, key version 6")
                .isEqualTo("c16d062106");
        assertThat(hex(small, 37, 38)).as("X25519").isEqualTo("19");
        assertThat(hex(small, 70, 71)).as("wrapped key's length").isEqualTo("28");
        assertThat(hex(small, 111, 112)).as("SEIPD").isEqualTo("d2");
        int at = 112 + PacketHeader.lengthOctets(small.length - 114);
        assertThat(hex(small, at, at + 4)).as("version 2, AES-256, GCM, 64 KiB").isEqualTo("0209030a");
        int literalPrefix = 1 + PacketHeader.lengthOctets(mail.length + 6) + 6;
        assertThat(small).hasSize(at + 4 + 32 + literalPrefix + mail.length + 16 + 16);
    }

    @Test
    public void reuseVectorShouldShareTheSessionKeyOfTheSmallOne() throws IOException {
        assertThat(Arrays.copyOf(read("reuse.pgp"), 111)).isEqualTo(Arrays.copyOf(read("small.pgp"), 111));
    }

    private static String hex(byte[] octets, int from, int to) {
        return HexFormat.of().formatHex(octets, from, to);
    }

    private static byte[] read(String name) throws IOException {
        try (InputStream in = VectorsTest.class.getResourceAsStream("/vectors/" + name)) {
            if (in == null) {
                throw new IOException("no vector " + name);
            }
            return in.readAllBytes();
        }
    }
}
