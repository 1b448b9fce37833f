package org.letterlock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.springframework.security.crypto.bcrypt.BCrypt;

public class FirstStartTest {

    private static final String GROUP_LINE = "_g_\\:admingroup = group,admin,ssh\n";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Installation installation = Scripts.unpacked(Path.of(""), Path.of(""));
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Before
    public void layOutInstallation() throws IOException {
        installation = Scripts.unpacked(
                folder.getRoot().toPath(), folder.newFolder("data").toPath());
        Files.createDirectory(installation.etc());
        Files.writeString(installation.etc().resolve("users.properties"), "# people\n" + GROUP_LINE);
        Files.writeString(installation.etc().resolve("keys.properties"), GROUP_LINE);
    }

    @Test
    public void givenPasswordShouldBeKeptAsSaltedDigestOnly() throws Exception {
        run("Größe, 1");

        String[] admin = users().getProperty("admin").split(",", -1);
        assertThat(admin[1]).isEqualTo("_g_:admingroup");
        assertThat(admin[0]).startsWith("{CRYPT}").endsWith("{CRYPT}");
        String digest = new String(Base64.getDecoder().decode(admin[0].replace("{CRYPT}", "")), StandardCharsets.UTF_8);
        assertThat(digest).startsWith("$2a$10$");
        assertThat(BCrypt.checkpw("Größe, 1", digest)).isTrue();
        assertThat(BCrypt.checkpw("Größe, 2", digest)).isFalse();
        assertThat(installation.initialAdminPassword()).doesNotExist();
        assertThat(printed.size()).isZero();
    }

    @Test
    public void randomPasswordShouldLieInAPrivateFileThatIsTold() throws Exception {
        run(null);

        Path file = installation.initialAdminPassword();
        assertThat(Files.readString(file)).matches("([a-z2-9]{6}-){3}[a-z2-9]{6}\n");
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(permissions(installation.etc().resolve("users.properties"))).isEqualTo("rw-------");
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains(file.toString());
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .doesNotContain(Files.readString(file).trim());
    }

    @Test
    public void secondStartShouldChangeNothing() throws Exception {
        run("first");
        Properties before = users();
        String key = Files.readString(installation.clientKey());

        run("second");

        assertThat(users()).isEqualTo(before);
        assertThat(Files.readString(installation.clientKey())).isEqualTo(key);
    }

    @Test
    public void clientKeyShouldBePrivateAndReadable() throws Exception {
        run("x");

        assertThat(permissions(installation.clientKey())).isEqualTo("rw-------");
        assertThat(Files.readString(installation.etc().resolve("keys.properties")))
                .contains("local = "
                        + PemKeys.sshEncoding(
                                PemKeys.readPrivate(installation.clientKey()).getPublic())
                        + ",_g_:admingroup");
    }

    @Test
    public void blankPasswordShouldBeRefused() {
        assertThatThrownBy(() -> run("  ")).hasMessage("LETTERLOCK_ADMIN_PASSWORD is blank");
    }

    @Test
    public void passwordThatBcryptWouldCutShouldBeRefused() throws Exception {
        assertThatThrownBy(() -> run("ä".repeat(36) + "x"))
                .hasMessage("LETTERLOCK_ADMIN_PASSWORD is longer than 72 octets of UTF-8");
        assertThat(users()).doesNotContainKey("admin");
        run("ä".repeat(36));
        assertThat(users()).containsKey("admin");
    }

    private void run(@Nullable String password) throws IOException, CliException {
        new FirstStart(installation, password, new PrintStream(printed, true, StandardCharsets.UTF_8)).run();
    }

    private Properties users() throws IOException {
        Properties users = new Properties();
        try (Reader reader = Files.newBufferedReader(installation.etc().resolve("users.properties"))) {
            users.load(reader);
        }
        return users;
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
