package org.letterlock.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.letterlock.itests.client.MailProgram;

/** A gateway that works. */
public class OperatorIT {

    private static final List<String> MAIL = List.of(
            "From: a@example.org", "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=", "", "Hello", ".one dot", "\u00fc", "");

    @Rule
    public final Gateway gateway = new Gateway();

    @Rule
    public final GatewayLog log = new GatewayLog(gateway);

    @Test
    public void acknowledgedMailShouldBePickedUpAfterTheProcessWasKilled() throws Exception {
        Gateway.Result start = gateway.command("start");
        assertThat(start.status()).as(start.err()).isZero();
        assertThat(start.out()).contains("initial-admin-password").contains("ready");
        assertThat(gateway.command("status").status()).isZero();
        Gateway.Result created = gateway.command("mailbox:create", "--name", "A \"b\" $c", "--json");
        assertThat(created.status()).as(created.err()).isZero();
        JsonNode mailbox = created.json();
        gateway.mailProgram().send(mailbox.get("address").asText(), MAIL);

        gateway.kill();
        assertThat(gateway.command("status").status()).isEqualTo(3);
        assertThat(gateway.command("start").status()).isZero();

        JsonNode shown = gateway.command("mailbox:show", mailbox.get("id").asText(), "--json")
                .json();
        assertThat(shown.get("name").asText()).isEqualTo("A \"b\" $c");
        assertThat(shown.get("address").asText()).endsWith("@gateway.test");
        assertThat(gateway.command("proxy:sessions", "--json").out().strip())
                .isEqualTo("{\"total\":0,\"sessions\":[]}");
        JsonNode ruled = gateway.command(
                        "mailbox:proxy", mailbox.get("id").asText(), "--targets", "*.example.org,10.0.0.0/8", "--json")
                .json();
        assertThat(ruled.at("/proxy/targets/0").asText()).isEqualTo("*.example.org");
        assertThat(gateway.command("proxy:targets", "--json")
                        .json()
                        .at("/allowed/0")
                        .asText())
                .isEqualTo("public");
        List<List<String>> mails = gateway.mailProgram()
                .pickUp(mailbox.get("id").asText(), mailbox.get("password").asText());
        assertThat(mails).hasSize(1);
        List<String> mail = mails.get(0);
        assertThat(MailProgram.belowTrace(mail, MAIL.get(0))).isEqualTo(MAIL);
        assertThat(mail.get(0)).isEqualTo("Return-Path: <a@example.org>");

        assertThat(gateway.command("stop").status()).isZero();
        onlyTheOwnerShouldRead(gateway.data());
        onlyTheOwnerShouldRead(gateway.home().resolve("etc/users.properties"));
        onlyTheOwnerShouldRead(gateway.home().resolve("etc/client.key"));
        assertThat(gateway.home().resolve("data/repository")).doesNotExist();
    }

    @Test
    public void failingCommandShouldSayWhyOnStandardErrorOnly() throws IOException {
        assertThat(gateway.command("start").status()).isZero();

        Gateway.Result unknown = gateway.command("mailbox:show", "mbx-00000000000000000000000000000000", "--json");
        Gateway.Result noCommand = gateway.command("mailbox:frobnicate", "x");

        assertThat(unknown.status()).isEqualTo(1);
        assertThat(unknown.out()).isEmpty();
        assertThat(unknown.err().lines()).hasSize(1);
        assertThat(noCommand.status()).isEqualTo(1);
        assertThat(noCommand.out()).isEmpty();
        assertThat(noCommand.err()).contains("mailbox:frobnicate");
    }

    private static void onlyTheOwnerShouldRead(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            assertThat(files)
                    .allSatisfy(file -> assertThat(permissions(file))
                            .as(file.toString())
                            .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------"));
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
