package org.letterlock.cli.open;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Locale;
import java.util.ServiceLoader;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.letterlock.crypto.api.CryptoException;
import org.letterlock.crypto.api.MailboxKeys;

public class OpenMainTest {

    /** Keys and mails of the first version. */
    private static final Path VECTORS =
            Path.of("..", "org.letterlock.crypto.openpgp", "src", "test", "resources", "vectors");

    private static final Path KEY = VECTORS.resolve("locked-key.pgp");
    private static final String CODE = "ABCDE1-ABCDE1-ABCDE1-ABCDE1-ABCDE1-ABCDE1-ABCDE0";

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String password = "";
    private Path opened = Path.of("");

    @Before
    public void readPassword() throws IOException {
        password = Files.readString(VECTORS.resolve("password.txt")).strip();
        opened = temporary.getRoot().toPath().resolve("opened");
    }

    private int open(String secret, Object... arguments) {
        out.reset();
        err.reset();
        ByteArrayInputStream in = new ByteArrayInputStream((secret + "\nrest").getBytes(StandardCharsets.UTF_8));
        return new OpenMain(in, out, new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(Arrays.stream(arguments).map(Object::toString).toList());
    }

    private static byte[] vector(String name) throws IOException {
        return Files.readAllBytes(VECTORS.resolve(name));
    }

    private Path write(Path file, byte[] octets) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.write(file, octets);
    }

    private byte[] damagedLarge() throws IOException {
        byte[] mail = vector("large.pgp");
        mail[mail.length - 1] ^= 1;
        return mail;
    }

    private static byte[] otherKey(String passphrase) throws CryptoException {
        MailboxKeys keys = ServiceLoader.load(MailboxKeys.class).findFirst().orElseThrow();
        return keys.create(passphrase.toCharArray()).lockedKey().encoded();
    }

    @Test
    public void mailsShouldBeOpenedToStandardOutput() throws IOException {
        for (String mail : new String[] {"small", "reuse", "large"}) {
            assertThat(open(password, "--key", KEY, VECTORS.resolve(mail + ".pgp")))
                    .isZero();
            assertThat(out.toByteArray()).isEqualTo(vector(mail + ".eml"));
        }
    }

    @Test
    public void mailShouldBeOpenedToAFileOfItsOwnersOnly() throws IOException {
        assertThat(open(password, "--key", KEY, "--out", opened, VECTORS.resolve("small.pgp")))
                .isZero();
        assertThat(opened.resolve("small.eml")).hasBinaryContent(vector("small.eml"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(opened.resolve("small.eml"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(opened)))
                .isEqualTo("rwx------");
    }

    @Test
    public void wrongPasswordShouldBeTold() {
        assertThat(open("wrong", "--key", KEY, VECTORS.resolve("small.pgp"))).isEqualTo(3);
        assertThat(out.size()).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("the password opens no key");
    }

    @Test
    public void mailOfAnotherKeyShouldBeTold() throws IOException, CryptoException {
        Path other = write(opened.resolveSibling("other.pgp"), otherKey("another"));
        assertThat(open("another", "--key", other, VECTORS.resolve("small.pgp")))
                .isEqualTo(4);
        assertThat(out.size()).isZero();
    }

    @Test
    public void damagedMailShouldNotLookWhole() throws IOException {
        Path damaged = write(opened.resolveSibling("damaged.pgp"), damagedLarge());
        assertThat(open(password, "--key", KEY, damaged)).isEqualTo(5);
        assertThat(out.size()).isLessThan(vector("large.eml").length);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("standard output does not hold a whole mail");

        assertThat(open(password, "--key", KEY, "--out", opened, damaged)).isEqualTo(5);
        assertThat(opened).isEmptyDirectory();

        assertThat(open(password, "--key", KEY, write(damaged, "no mail".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(5);
    }

    @Test
    public void damagedKeyShouldBeTold() throws IOException {
        byte[] key = vector("locked-key.pgp");
        Path damaged = opened.resolveSibling("damaged.pgp");
        for (byte[] octets : new byte[][] {Arrays.copyOf(key, key.length / 2), new byte[0], new byte[1 << 17]}) {
            assertThat(open(password, "--key", write(damaged, octets), VECTORS.resolve("small.pgp")))
                    .isEqualTo(6);
        }
    }

    @Test
    public void wrongUseAndMissingFilesShouldBeTold() {
        assertThat(open(password)).isEqualTo(2);
        assertThat(open(password, "--key")).isEqualTo(2);
        assertThat(open(password, VECTORS.resolve("small.pgp"))).isEqualTo(2);
        assertThat(open(password, "--key", KEY, VECTORS)).isEqualTo(2);
        assertThat(open("", "--key", KEY, VECTORS.resolve("small.pgp"))).isEqualTo(2);
        assertThat(open(password, "--key", KEY, VECTORS.resolve("nowhere.pgp"))).isEqualTo(1);
    }

    @Test
    public void folderShouldBeOpenedWithTheKeyThatFits() throws IOException, CryptoException {
        Path folder = opened.resolveSibling("folder");
        write(folder.resolve("key-1.pgp"), otherKey("another"));
        write(folder.resolve("key-2.pgp"), vector("locked-key.pgp"));
        write(folder.resolve("a.pgp"), vector("small.pgp"));
        write(folder.resolve("b.pgp"), damagedLarge());
        write(folder.resolve("c.pgp"), vector("reuse.pgp"));

        assertThat(open("another", "--out", opened, folder)).isEqualTo(4);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("0 opened, 0 there already, 3 failed");

        assertThat(open(password, "--out", opened, folder)).isEqualTo(5);
        assertThat(opened.resolve("a.eml")).hasBinaryContent(vector("small.eml"));
        assertThat(opened.resolve("c.eml")).hasBinaryContent(vector("reuse.eml"));
        assertThat(opened.toFile().list()).containsExactlyInAnyOrder("a.eml", "c.eml");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("2 opened, 0 there already, 1 failed");

        write(folder.resolve("b.pgp"), vector("large.pgp"));
        assertThat(open(password, "--out", opened, folder)).isZero();
        assertThat(opened.resolve("b.eml")).hasBinaryContent(vector("large.eml"));
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("1 opened, 2 there already, 0 failed");
    }

    @Test
    public void recoveryCodeShouldOpenAsItWasShown() throws IOException, CryptoException {
        Path folder = opened.resolveSibling("folder");
        write(folder.resolve("recovery-key.pgp"), otherKey(CODE.replace("-", "")));
        assertThat(open(CODE.toLowerCase(Locale.ROOT), "--out", opened, folder)).isZero();
        assertThat(open("wrong", "--out", opened, folder)).isEqualTo(3);
    }
}
