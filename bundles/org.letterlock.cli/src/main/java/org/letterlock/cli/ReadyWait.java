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
    private @Nullable String notUnderstood;

    ReadyWait(Installation installation, PrintStream out) {
        this.installation = installation;
        this.out = out;
    }

    void run() throws IOException, CliException {
        long start = System.nanoTime();
        @Nullable GatewayStatus last = null;
        StandingProblems standing = new StandingProblems();
        while (System.nanoTime() - start < TIMEOUT) {
            boolean alive = installation.process().isPresent();
            if (!alive && System.nanoTime() - start > PROCESS_TIMEOUT) {
                throw new CliException(CliException.FAILED, "the gateway ended again:" + lastLines());
            }
            last = status();
            long now = System.nanoTime();
            if (last != null) {
                if (last.ready()) {
                    out.println("letterlock: ready, after " + TimeUnit.NANOSECONDS.toSeconds(now - start) + " s");
                    return;
                }
                if (last.drained()) {
                    // It was started some time ago, and waiting would not make it ready.
                    out.println("letterlock: runs, and is drained until gateway:resume");
                    return;
                }
                standing.look(last, now).forEach(problem -> out.println("letterlock: not ready: " + problem));
                out.flush();
                if (standing.areFinal(last, now)) {
                    throw new CliException(
                            CliException.FAILED,
                            "not ready until this is mended: " + String.join("; ", last.problems()));
                }
            }
            LockSupport.parkNanos(PAUSE);
        }
        throw new CliException(
                CliException.FAILED,
                "not ready after 120 s:" + (last == null ? whyUnknown() : " " + String.join("; ", last.problems())));
    }

    private String whyUnknown() throws IOException {
        return notUnderstood == null ? lastLines() : " " + notUnderstood;
    }

    /** Null while there is none: the shell comes up late in the start, and its commands after it. */
    private @Nullable GatewayStatus status() throws CliException {
        try (GatewayShell shell = GatewayShell.open(installation)) {
            return status(shell);
        } catch (IOException e) {
            return null;
        } catch (CliException e) {
            if (e.status() != CliException.NOT_RUNNING) {
                throw e;
            }
            return null;
        }
    }

    private @Nullable GatewayStatus status(GatewayShell shell) throws IOException {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = shell.execute("gateway:status --json", InputStream.nullInputStream(), json, err);
        if (status != 0) {
            return null;
        }
        String answer = json.toString(StandardCharsets.UTF_8);
        try {
            return GatewayStatus.parse(answer);
        } catch (CliException e) {
            // One answer that is not understood is no reason to give up on a start; that it stays so is said in the
            // end.
            notUnderstood =
                    e.getMessage() + ": " + answer.strip().lines().findFirst().orElse("it is empty");
            return null;
        }
    }

    private String lastLines() throws IOException {
        Path log = installation.consoleLog();
        if (!Files.isReadable(log)) {
            return " see " + installation.log().resolve("karaf.log");
        }
        List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
        return "\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }
}
