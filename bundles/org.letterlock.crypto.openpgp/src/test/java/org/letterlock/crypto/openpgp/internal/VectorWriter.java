package org.letterlock.crypto.openpgp.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.letterlock.crypto.api.CryptoException;
import org.letterlock.crypto.api.EscrowCertificate;
import org.letterlock.crypto.api.MailboxKeys.NewKey;
import org.letterlock.crypto.api.MailboxPublicKey;
import org.letterlock.crypto.api.MessageSealer;

/** Writes a set of vectors into the folder given; run by hand when a new format is added, never over an old set. */
final class VectorWriter {

    private static final String PASSWORD = "vq7pT2xKd9mWz4RcHn8sYb3LfJ6gAe5U";

    private VectorWriter() {}

    public static void main(String[] args) throws IOException, CryptoException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        SecureRandom random = new SecureRandom();
        Settings settings = new Settings(1_000, Duration.ofSeconds(100), 15, 2, 1, Duration.ofSeconds(10));
        NewKey key = new LockedKeys(settings, random, Clock.systemUTC()).create(PASSWORD.toCharArray());
        MessageSealer sealer = Fixture.freshSealer(random);
        Files.writeString(folder.resolve("password.txt"), PASSWORD + "\n");
        Files.write(folder.resolve("locked-key.pgp"), key.lockedKey().encoded());
        Files.write(folder.resolve("public-key.pgp"), key.publicKey().encoded());
        writeMail(folder, "small", mail("A small mail", 3), sealer, key);
        writeMail(folder, "reuse", mail("Another mail under the same session key", 3), sealer, key);
        writeMail(folder, "large", mail("A mail of several chunks", 2_000), sealer, key);
    }

    /** Adds one sealed to a key and a certificate that are there already: args are the folders of both. */
    static final class Escrow {

        private Escrow() {}

        public static void main(String[] args) throws IOException, CryptoException {
            byte[] encoded = Files.readAllBytes(Path.of(args[0], "public-key.pgp"));
            Path folder = Path.of(args[1]);
            MessageSealer sealer = Fixture.freshSealer(new SecureRandom());
            EscrowCertificate escrow = sealer.escrow(Files.readAllBytes(folder.resolve("certificate.asc")));
            byte[] mail = mail("A mail for two keys", 3);
            MailboxPublicKey key = new MailboxPublicKey(encoded, fingerprint(encoded));
            Files.write(folder.resolve("mail.eml"), mail);
            Files.write(folder.resolve("mail.pgp"), Fixture.seal(sealer.seal(key, escrow), mail, 4_000));
        }

        private static byte[] fingerprint(byte[] encoded) throws IOException {
            return new PGPPublicKeyRing(encoded, new BcKeyFingerprintCalculator())
                    .getPublicKey()
                    .getFingerprint();
        }
    }

    private static void writeMail(Path folder, String name, byte[] mail, MessageSealer sealer, NewKey key)
            throws IOException, CryptoException {
        Files.write(folder.resolve(name + ".eml"), mail);
        Files.write(folder.resolve(name + ".pgp"), Fixture.seal(sealer, key.publicKey(), mail, 4_000));
    }

    private static byte[] mail(String subject, int lines) {
        StringBuilder mail = new StringBuilder("Return-Path: <anna@example.org>\r\n"
                + "X-Envelope-To: mbx-0123456789abcdef0123456789abcdef@gateway.example\r\n"
                + "From: Anna <anna@example.org>\r\nTo: Bob <bob@example.net>\r\nSubject: "
                + subject + "\r\n\r\n");
        for (int line = 1; line <= lines; line++) {
            mail.append("Line ")
                    .append(line)
                    .append(": the quick brown fox jumps over the lazy dog; bytes stay bytes.\r\n");
        }
        return mail.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
