package org.letterlock.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;

/** A gateway that works. */
public class OperatorIT {

    private static final List<String> MAIL = List.of(
            "From: a@example.org", "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=", "", "Hello", ".one dot", "\u00fc", "");

    @Rule
    public final Gateway gateway = new Gateway();

    @Test
    public void acknowledgedMailShouldBePickedUpAfterTheProcessWasKilled() throws Exception {
        Gateway.Result start = gateway.command("start");
        assertThat(start.status()).as(start.err()).isZero();
        assertThat(start.out()).contains("initial-admin-password").contains("ready");
        assertThat(gateway.command("status").status()).isZero();
        Gateway.Result created = gateway.command("mailbox:create", "--name", "A \"b\" $c", "--json");
        assertThat(created.status()).as(created.err()).isZero();
        JsonNode mailbox = created.json();
        send(mailbox.get("address").asText());

        gateway.kill();
        assertThat(gateway.command("status").status()).isEqualTo(3);
        assertThat(gateway.command("start").status()).isZero();

        JsonNode shown = gateway.command("mailbox:show", mailbox.get("id").asText(), "--json")
                .json();
        assertThat(shown.get("name").asText()).isEqualTo("A \"b\" $c");
        assertThat(shown.get("address").asText()).endsWith("@gateway.test");
        List<String> mail =
                pickUp(mailbox.get("id").asText(), mailbox.get("password").asText());
        assertThat(mail.subList(mail.indexOf(MAIL.get(0)), mail.size())).isEqualTo(MAIL);
        assertThat(mail.get(0)).isEqualTo("Return-Path: <a@example.org>");
        assertThat(permissions(gateway.home().resolve("letterlock-data"))).isEqualTo("rwx------");

        assertThat(gateway.command("stop").status()).isZero();
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

    private void send(String address) throws Exception {
        try (TlsLines smtp = new TlsLines(gateway.port("SMTPS"), gateway.authority())) {
            assertThat(smtp.ask("")).startsWith("220 gateway.test");
            assertThat(smtp.ask("EHLO client.test")).startsWith("250 ");
            assertThat(smtp.ask("MAIL FROM:<a@example.org>")).startsWith("250 ");
            assertThat(smtp.ask("RCPT TO:<" + address + ">")).startsWith("250 ");
            assertThat(smtp.ask("DATA")).startsWith("354 ");
            String body = String.join("\r\n", MAIL).replace("\r\n.", "\r\n..");
            assertThat(smtp.ask(body + "\r\n.")).startsWith("250 2.0.0 ");
            assertThat(smtp.ask("QUIT")).startsWith("221 ");
        }
    }

    private List<String> pickUp(String id, String password) throws Exception {
        try (TlsLines pop3 = new TlsLines(gateway.port("POP3S"), gateway.authority())) {
            assertThat(pop3.ask("")).startsWith("+OK");
            assertThat(pop3.ask("USER " + id)).startsWith("+OK");
            assertThat(pop3.ask("PASS " + password)).startsWith("+OK");
            assertThat(pop3.ask("STAT")).startsWith("+OK 1 ");
            assertThat(pop3.ask("RETR 1")).startsWith("+OK");
            List<String> mail = pop3.body();
            assertThat(pop3.ask("DELE 1")).startsWith("+OK");
            assertThat(pop3.ask("QUIT")).startsWith("+OK");
            return mail;
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
