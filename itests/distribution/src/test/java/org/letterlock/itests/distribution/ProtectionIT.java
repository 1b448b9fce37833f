package org.letterlock.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.letterlock.itests.client.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
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

        assertThat(Ssh.execute(GATEWAY.port("SSH"), "admin", password, "gateway:status --json"))
                .contains("\"ready\":true");
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
                .filteredOn(line -> !line.contains("name=Sealed"))
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
