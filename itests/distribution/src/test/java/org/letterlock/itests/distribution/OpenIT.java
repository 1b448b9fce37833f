package org.letterlock.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.letterlock.itests.client.OctetMaildrop;
import org.letterlock.itests.client.OctetSender;

/**
 * {@code bin/letterlock-open} of the unpacked distribution, which was never started, with keys and mails of the first version,
 * and with those that another gateway exports.
 */
public class OpenIT {

    private static final Path VECTORS =
            Path.of("..", "..", "bundles", "org.letterlock.crypto.openpgp", "src", "test", "resources", "vectors");

    @ClassRule
    public static final TemporaryFolder TEMPORARY = new TemporaryFolder();

    @ClassRule
    public static final Gateway GATEWAY = new Gateway();

    private static Path home() throws IOException, InterruptedException {
        Path work = TEMPORARY.getRoot().toPath();
        Path home = work.resolve("letterlock");
        if (!Files.exists(home)) {
            Files.createDirectory(home);
            Process tar = new ProcessBuilder(
                            "tar", "xzf", System.getProperty("letterlock.archive"), "-C", home.toString())
                    .inheritIO()
                    .start();
            assertThat(tar.waitFor()).isZero();
        }
        try (var unpacked = Files.list(home)) {
            return unpacked.findFirst().orElseThrow();
        }
    }

    /** Runs it with the password of the vectors, or another one. */
    private static int open(Path out, String password, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(home().resolve("bin/letterlock-open").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var in = process.getOutputStream()) {
            in.write((password + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return process.waitFor();
    }

    private static String password() throws IOException {
        return Files.readString(VECTORS.resolve("password.txt")).strip();
    }

    @Test
    public void mailShouldBeOpenedFromBytesKeyAndPassword() throws Exception {
        Path out = TEMPORARY.newFile().toPath();
        String key = VECTORS.resolve("locked-key.pgp").toString();
        String mail = VECTORS.resolve("large.pgp").toString();

        assertThat(open(out, password(), "--password-stdin", "--key", key, mail))
                .isZero();
        assertThat(out).hasSameBinaryContentAs(VECTORS.resolve("large.eml"));

        assertThat(open(out, "wrong", "--key", key, "--password-stdin", mail)).isEqualTo(3);
        assertThat(out).isEmptyFile();
        assertThat(home().resolve("letterlock-data")).doesNotExist();
    }

    @Test
    public void folderShouldBeOpened() throws Exception {
        Path folder = TEMPORARY.newFolder("sealed mails").toPath();
        Path opened = TEMPORARY.getRoot().toPath().resolve("opened mails");
        Files.copy(VECTORS.resolve("locked-key.pgp"), folder.resolve("key-1.pgp"));
        Files.copy(VECTORS.resolve("small.pgp"), folder.resolve("one.pgp"));

        assertThat(open(
                        TEMPORARY.newFile().toPath(),
                        password(),
                        "--password-stdin",
                        "--out",
                        opened.toString(),
                        folder.toString()))
                .isZero();
        assertThat(opened.resolve("one.eml")).hasSameBinaryContentAs(VECTORS.resolve("small.eml"));
    }

    @Test
    public void exportedMailboxShouldBeOpenedByItsPasswordAndByItsRecoveryCode() throws Exception {
        assertThat(GATEWAY.command("start").status()).isZero();
        JsonNode mailbox = GATEWAY.command("mailbox:create", "--name", "Exported", "--recovery-code", "--json")
                .json();
        String id = mailbox.get("id").asText();
        try (OctetSender sender = GATEWAY.mailProgram().octetSender()) {
            for (int size : List.of(1_000, 100_000, 5_000_000)) {
                sender.data("a@example.org", mailbox.get("address").asText(), OddMails.ofSize(size), new Random(size));
            }
        }
        Path export = TEMPORARY.getRoot().toPath().resolve("exported mailbox");

        JsonNode report = GATEWAY.command("mailbox:export", id, export.toString(), "--json")
                .json();
        Gateway.Result again = GATEWAY.command("mailbox:export", id, export.toString());
        Gateway.Result inside = GATEWAY.command(
                "mailbox:export", id, GATEWAY.data().resolve("x").toString());

        assertThat(report.get("mails").asInt()).isEqualTo(3);
        assertThat(report.get("keys")).map(JsonNode::asText).containsExactly("key-1.pgp", "recovery-key.pgp");
        assertThat(again.status()).isEqualTo(1);
        assertThat(again.err().lines()).singleElement().asString().contains("is there already");
        assertThat(inside.status()).isEqualTo(1);
        assertThat(inside.err().lines()).singleElement().asString().contains("is in the data folder");
        assertThat(Files.readString(GATEWAY.home().resolve("data/log/audit.log")))
                .contains("act=exportMailbox mailbox=" + id + " directory=\"" + export + "\" outcome=done");
        for (String secret : List.of("password", "recoveryCode")) {
            Path opened = TEMPORARY.getRoot().toPath().resolve("by " + secret);
            assertThat(open(
                            TEMPORARY.newFile().toPath(),
                            mailbox.get(secret).asText(),
                            "--password-stdin",
                            "--out",
                            opened.toString(),
                            export.toString()))
                    .isZero();
            try (OctetMaildrop maildrop = GATEWAY.mailProgram()
                    .octetMaildrop(id, mailbox.get("password").asText())) {
                List<String> ids = maildrop.ids();
                assertThat(opened.toFile().list()).hasSize(3);
                for (int mail = 0; mail < 3; mail++) {
                    assertThat(opened.resolve(ids.get(mail) + ".eml")).hasBinaryContent(maildrop.retrieve(mail + 1));
                }
            }
        }
    }
}
