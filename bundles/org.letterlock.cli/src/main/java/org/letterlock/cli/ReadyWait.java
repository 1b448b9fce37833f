package org.letterlock.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Waits until the gateway that was just started is ready, or says why it is not. */
final class ReadyWait {

    private static final long TIMEOUT = Duration.ofMinutes(2).toNanos();
    private static final long PAUSE = Duration.ofMillis(300).toNanos();
    private static final long PROCESS_TIMEOUT = Duration.ofSeconds(10).toNanos();
    private static final int LAST_LINES = 10;

    private final Installation installation;
    private final PrintStream out;

    ReadyWait(Installation installation, PrintStream out) {
        this.installation = installation;
        this.out = out;
    }

    void run() throws IOException, CliException {
        long start = System.nanoTime();
        @Nullable GatewayStatus last = null;
        while (System.nanoTime() - start < TIMEOUT) {
            boolean alive = installation.process().isPresent();
            if (!alive && System.nanoTime() - start > PROCESS_TIMEOUT) {
                throw new CliException(CliException.FAILED, "the gateway ended again:" + lastLines());
            }
            try (GatewayShell shell = GatewayShell.open(installation)) {
                last = status(shell);
                if (last != null && last.ready()) {
                    out.println("letterlock: ready, after " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)
                            + " s");
                    return;
                }
            } catch (CliException | IOException e) {
                // Not yet: the shell comes up late in the start.
                last = null;
            }
            LockSupport.parkNanos(PAUSE);
        }
        throw new CliException(
                CliException.FAILED,
                "not ready after 120 s" + (last == null ? ":" + lastLines() : ": " + last.problems()));
    }

    private static @Nullable GatewayStatus status(GatewayShell shell) throws IOException {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = shell.execute("gateway:status --json", InputStream.nullInputStream(), json, err);
        return status == 0 ? GatewayStatus.parse(json.toString(StandardCharsets.UTF_8)) : null;
    }

    private String lastLines() throws IOException {
        Path log = installation.consoleLog();
        if (!Files.isReadable(log)) {
            return " see data/log/karaf.log";
        }
        List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
        return "\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }
}
