package org.letterlock.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.letterlock.itests.client.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.Reader;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.sshd.common.SshException;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;

/** Who gets in, and what the disk tells. */
public class ProtectionIT {

    @ClassRule
    public static final Gateway GATEWAY = new Gateway();

    @Rule
    public final GatewayLog log = new GatewayLog(GATEWAY);

    @BeforeClass
    public static void start() throws IOException {
        assertThat(GATEWAY.command("start").status()).isZero();
    }

    @Test
    public void administratorShouldLogInByTheInitialPasswordOnly() throws IOException {
        String password = Files.readString(GATEWAY.data().resolve("initial-admin-password"))
                .strip();

        // Failed logins of other tests slow this one.
        eventually(() -> assertThat(Ssh.execute(GATEWAY.port("SSH"), "admin", password, "gateway:status --json"))
                .contains("\"ready\":true"));
        for (String wrong : List.of("admin", "karaf", password + "x")) {
            assertThatThrownBy(() -> Ssh.execute(GATEWAY.port("SSH"), "admin", wrong, "gateway:status"))
                    .isInstanceOf(SshException.class)
                    .hasMessageContaining("No more authentication methods");
        }
        assertThatThrownBy(() -> Ssh.execute(GATEWAY.port("SSH"), "karaf", "karaf", "gateway:status"))
                .isInstanceOf(SshException.class);
    }

    @Test
    public void auditLogShouldSayWhoDidWhatAndWhoWasRefused() throws IOException {
        String password = "looks-but-does-not-touch";
        Files.writeString(
                GATEWAY.home().resolve("etc/users.properties"),
                System.lineSeparator() + "vera = " + password + ",viewer,ssh" + System.lineSeparator(),
                StandardOpenOption.APPEND);
        eventually(() -> assertThat(Ssh.execute(GATEWAY.port("SSH"), "vera", password, "mailbox:list --json"))
                .startsWith("["));
        assertThatThrownBy(() -> Ssh.execute(GATEWAY.port("SSH"), "vera", password, "mailbox:create --name No"))
                .isInstanceOf(IOException.class);
        JsonNode mailbox = GATEWAY.command("mailbox:create", "--name", "Yes \"1\"", "--json")
                .json();
        GATEWAY.command("mailbox:delete", mailbox.get("id").asText());

        Path log = GATEWAY.home().resolve("data/log/audit.log");
        String time = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[+-]\\d\\d:\\d\\d) ";
        String local = time + "user=local door=shell from=127\\.0\\.0\\.1:\\d+ act=";
        String id = mailbox.get("id").asText();
        assertThat(Files.readAllLines(log))
                .filteredOn(line ->
                        !line.contains("name=Sealed") && !line.contains("act=signIn") && !line.contains("user=otto"))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .matches(time + "user=vera door=shell from=127\\.0\\.0\\.1:\\d+ act=mailbox:create"
                                        + " outcome=refused reason=\"the user's roles do not allow it\""),
                        line -> assertThat(line)
                                .matches(local + "createMailbox name=\"Yes \\\\\"1\\\\\"\" mailbox=" + id
                                        + " outcome=done"),
                        line -> assertThat(line)
                                .matches(local + "deleteMailbox mailbox=" + id
                                        + " force=false outcome=refused reason=\".*suspend.*\""));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(GATEWAY.home().resolve("data/log/karaf.log")))
                .doesNotContain("act=createMailbox");
    }

    @Test
    public void userShouldLogInWithItsRolesUntilItIsDeleted() throws IOException {
        int port = GATEWAY.port("SSH");
        String password = GATEWAY.command("user:create", "otto", "operator", "--json")
                .json()
                .get("password")
                .asText();
        assertThat(digestOf("otto")).startsWith("$2a$10$");
        assertThat(digestOf("admin")).startsWith("$2a$10$");
        eventually(() -> assertThat(Ssh.execute(port, "otto", password, "mailbox:list --json"))
                .startsWith("["));
        assertThatThrownBy(() -> Ssh.execute(port, "otto", password, "user:list"))
                .isInstanceOf(IOException.class);

        assertThat(GATEWAY.command("user:roles", "otto", "auditor").status()).isZero();
        assertThatThrownBy(() -> Ssh.execute(port, "otto", password, "mailbox:list --json"))
                .isInstanceOf(IOException.class);
        assertThat(Ssh.execute(port, "otto", password, "audit:list --json")).startsWith("{");

        assertThat(GATEWAY.command("user:delete", "otto").status()).isZero();
        assertThatThrownBy(() -> Ssh.execute(port, "otto", password, "audit:list --json"))
                .isInstanceOf(SshException.class)
                .hasMessageContaining("No more authentication methods");
        assertThat(Files.readString(GATEWAY.home().resolve("etc/users.properties")))
                .startsWith("# Users of the shell")
                .doesNotContain("otto");
        assertThat(GATEWAY.command("user:delete", "admin").err()).contains("nobody would be an administrator any more");
        assertThat(Files.readString(GATEWAY.home().resolve("data/log/audit.log")))
                .contains("user=otto door=shell from=127.0.0.1 act=signIn outcome=done")
                .contains("user=otto door=shell from=127.0.0.1 act=signIn outcome=refused")
                .doesNotContain(password);
    }

    private static String digestOf(String user) throws IOException {
        Properties users = new Properties();
        try (Reader reader = Files.newBufferedReader(GATEWAY.home().resolve("etc/users.properties"))) {
            users.load(reader);
        }
        String digest = users.getProperty(user).split(",", -1)[0].replace("{CRYPT}", "");
        return new String(Base64.getDecoder().decode(digest), StandardCharsets.UTF_8);
    }

    /** All of 127/8 is this machine's: a listener on the wildcard address would answer on 127.0.0.2. */
    @Test
    public void shellShouldListenOnOneLoopbackAddressOnly() {
        assertThatThrownBy(() -> new Socket("127.0.0.2", GATEWAY.port("SSH")).close())
                .isInstanceOf(ConnectException.class);
    }

    @Test
    public void sealedMailOfARunningGatewayShouldBeOpenedByBouncyCastle() throws Exception {
        JsonNode mailbox =
                GATEWAY.command("mailbox:create", "--name", "Sealed", "--json").json();
        String id = mailbox.get("id").asText();
        List<String> mail = List.of("From: a@example.org", "Subject: sealed", "", "Hello", ".one dot", "\u00fc");
        GATEWAY.mailProgram().send(mailbox.get("address").asText(), mail);

        byte[] segment = Files.readAllBytes(GATEWAY.data().resolve("store/segments/00000001.log"));
        List<byte[]> bodies = SegmentFile.mailsOf(segment, id);
        assertThat(bodies).hasSize(1);
        assertThat(text(segment)).doesNotContain("Subject: sealed");
        byte[] opened = SealedMail.open(
                bodies.get(0), onlyKeyFile(), mailbox.get("password").asText());
        assertThat(text(opened))
                .startsWith("Return-Path: <a@example.org>\r\n")
                .endsWith("\r\n" + String.join("\r\n", mail) + "\r\n");
    }

    private static byte[] onlyKeyFile() throws IOException {
        try (Stream<Path> files = Files.list(GATEWAY.data().resolve("keys"))) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(".key")).toList();
            assertThat(found).hasSize(1);
            return Files.readAllBytes(found.get(0));
        }
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
