package org.letterlock.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.rules.TemporaryFolder;

/** The distribution's scripts in an installation whose Java only prints what it is called with, and its encoding. */
final class Scripts extends TemporaryFolder {

    /** What a script printed, both streams. */
    record Result(int status, String text) {}

    private static final Path DISTRIBUTION = Path.of("..", "..", "karaf-distribution", "src", "main");
    private static final String JAVA = "#!/bin/sh\necho \"charmap=$(locale charmap) java $*\"\n";

    /** As Karaf's own does it, without a gateway. */
    private static final String START = """
            #!/bin/sh
            DIRNAME=$(dirname "$0")
            PROGNAME=start
            KARAF_SCRIPT=start
            . "${DIRNAME}/setenv"
            echo letterlock: started
            """;

    /** An unpacked distribution with everything in its usual place. */
    static Installation unpacked(Path home, Path data) {
        return new Installation(home, home.resolve("etc"), home.resolve("data").resolve("log"), data);
    }

    @Override
    protected void before() throws Throwable {
        super.before();
        Path bin = Files.createDirectories(home().resolve("bin"));
        Files.createDirectories(home().resolve("etc"));
        Files.createFile(home().resolve("etc").resolve("client.key"));
        Files.copy(DISTRIBUTION.resolve("distribution-filtered/bin/setenv"), bin.resolve("setenv"));
        program(bin.resolve("letterlock"), Files.readString(DISTRIBUTION.resolve("distribution/bin/letterlock")));
        program(bin.resolve("start"), START);
        program(Files.createDirectories(jdk().resolve("bin")).resolve("java"), JAVA);
        Files.writeString(jdk().resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
    }

    private static void program(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    Path home() throws IOException {
        return getRoot().toPath().toRealPath().resolve("home");
    }

    private Path jdk() throws IOException {
        return home().resolveSibling("jdk");
    }

    /** Runs {@code bin/letterlock}. */
    Result run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(home().resolve("bin").resolve("letterlock").toString()));
        command.addAll(Arrays.asList(arguments));
        return execute(environment, command);
    }

    /** What a package says about its places. */
    void places(String text) throws IOException {
        Files.writeString(home().resolve("bin").resolve("places"), text);
    }

    /** Runs {@code bin/start}, as systemd does with Karaf's scripts. */
    Result karafStart() throws IOException, InterruptedException {
        return execute(Map.of(), List.of(home().resolve("bin").resolve("start").toString()));
    }

    /** Runs {@code bin/letterlock} where {@code files} files may be open at a time. */
    Result runWithFiles(int files, String argument) throws IOException, InterruptedException {
        String script = "ulimit -n " + files + " && exec \"$0\" \"$1\"";
        return execute(
                Map.of(),
                List.of(
                        "sh",
                        "-c",
                        script,
                        home().resolve("bin").resolve("letterlock").toString(),
                        argument));
    }

    private Result execute(Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .keySet()
                .removeIf(
                        name -> name.startsWith("LETTERLOCK_") || name.startsWith("KARAF_") || name.startsWith("LC_"));
        builder.environment().put("JAVA_HOME", jdk().toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), text);
    }
}
