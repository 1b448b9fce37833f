package org.letterlock.itests.distribution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.rules.ExternalResource;
import org.letterlock.itests.client.FreePorts;
import org.letterlock.itests.client.MailProgram;

/** A gateway of its own, unpacked from the archive, on free ports, with nothing of Maven and no network settings. */
final class Gateway extends ExternalResource {

    /** What a command came to. */
    record Result(int status, String out, String err) {

        JsonNode json() throws IOException {
            return new ObjectMapper().readTree(out);
        }
    }

    private static final int TIMEOUT_SECONDS = 180;

    private final Map<String, String> environment = new HashMap<>();
    private Path home = Path.of("");

    @Override
    protected void before() throws IOException {
        Path work = Path.of(System.getProperty("letterlock.work", ""));
        Files.createDirectories(work);
        home = Files.createTempDirectory(work, "gateway");
        runProcess(List.of(
                "tar",
                "xzf",
                System.getProperty("letterlock.archive", ""),
                "-C",
                home.toString(),
                "--strip-components=1"));
        for (String port : List.of("SSH", "SMTP", "SMTPS", "SUBMISSION", "POP3", "POP3S")) {
            environment.put("LETTERLOCK_" + port + "_PORT", String.valueOf(FreePorts.next()));
        }
        environment.put("LETTERLOCK_HOSTNAME", "gateway.test");
        environment.put("LETTERLOCK_BIND", "127.0.0.1");
    }

    @Override
    protected void after() {
        try {
            command("stop");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path home() {
        return home;
    }

    Path data() {
        return home.resolve("letterlock-data");
    }

    MailProgram mailProgram() {
        return new MailProgram(port("SMTPS"), port("POP3S"), data().resolve("tls/ca.pem"));
    }

    int port(String name) {
        return Integer.parseInt(environment.getOrDefault("LETTERLOCK_" + name + "_PORT", "0"));
    }

    void environment(String name, String value) {
        environment.put(name, value);
    }

    /** Runs {@code bin/letterlock} with these arguments. */
    Result command(String... arguments) throws IOException {
        return script("letterlock", arguments);
    }

    Result script(String script, String... arguments) throws IOException {
        List<String> line =
                new ArrayList<>(List.of(home.resolve("bin").resolve(script).toString()));
        line.addAll(List.of(arguments));
        return runProcess(line);
    }

    /** Lets it write what its heap holds after a collection; it must have been started so that attaching is possible. */
    Path heapDump() throws IOException {
        Path dump = home.resolve("heap.hprof");
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Result result = runProcess(List.of(jcmd.toString(), String.valueOf(pid()), "GC.heap_dump", dump.toString()));
        if (result.status() != 0 || !Files.exists(dump)) {
            throw new IOException("no heap dump: " + result);
        }
        return dump;
    }

    /** Ends it as a power cut would. */
    void kill() throws IOException {
        ProcessHandle process = ProcessHandle.of(pid()).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }

    private long pid() throws IOException {
        return Long.parseLong(Files.readString(home.resolve("karaf.pid")).trim());
    }

    private Result runProcess(List<String> line) throws IOException {
        Path out = Files.createTempFile("letterlock", ".out");
        Path err = Files.createTempFile("letterlock", ".err");
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.matches("(?i)MAVEN.*|M2.*|.*_proxy|KARAF.*|JAVA_OPTS"));
        builder.environment().putAll(environment);
        // An empty home has no Maven settings and no repository.
        builder.environment().put("HOME", home.toString());
        Process process = builder.start();
        try {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("did not end: " + line);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        Result result = new Result(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
        Files.delete(out);
        Files.delete(err);
        return result;
    }
}
