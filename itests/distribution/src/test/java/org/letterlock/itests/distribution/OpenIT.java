package org.letterlock.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@code bin/letterlock-open} of the unpacked distribution, which was never started, with keys and mails of the first version. */
public class OpenIT {

    private static final Path VECTORS =
            Path.of("..", "..", "bundles", "org.letterlock.crypto.openpgp", "src", "test", "resources", "vectors");

    @ClassRule
    public static final TemporaryFolder TEMPORARY = new TemporaryFolder();

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
}
