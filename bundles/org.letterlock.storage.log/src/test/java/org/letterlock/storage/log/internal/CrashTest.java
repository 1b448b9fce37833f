package org.letterlock.storage.log.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.PendingFigures;

/**
 * Processes that write are killed at random moments, one after the other on the same data folder.
 *
 * <p>What a process has written before it is killed stays in the system's cache: this test cannot notice a mail that is
 * acknowledged before it is forced. That is for {@link FaultTest}, where forces fail, and what a power cut may leave of the
 * octets that were not forced is for {@link CutTest}.
 */
public class CrashTest {

    private static final int ROUNDS = Integer.getInteger("letterlock.crashRounds", 200);
    private static final int LONGEST_WORK_MILLIS = 60;
    private static final int LONGEST_START_MILLIS = 200;

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private final Set<String> appended = new HashSet<>();
    private final Set<String> deleting = new HashSet<>();
    private final Set<String> deleted = new HashSet<>();
    private final Set<String> passing = new HashSet<>();
    private final Set<String> pending = new HashSet<>();
    private final Set<String> flagged = new HashSet<>();
    private final Set<String> seen = new HashSet<>();
    private final LedgerCheck ledgers = new LedgerCheck();
    private Path data;

    @Before
    public void chooseFolder() {
        data = temp.getRoot().toPath().resolve("data");
    }

    @Test
    public void nothingAcknowledgedShouldBeLostWhenTheProcessIsKilled() throws Exception {
        long seed = Long.getLong("letterlock.seed", System.nanoTime());
        System.out.println("seed " + seed + ", again with -Dletterlock.seed=" + seed);
        Random random = new Random(seed);
        Process next = start(random.nextLong());
        // How much happens between two kills depends on the machine: a slow one needs more rounds.
        for (int round = 0; round < ROUNDS || (round < 3 * ROUNDS && !hasSeenEnough()); round++) {
            Process child = next;
            next = start(random.nextLong());
            runAndKill(child, random).forEach(this::note);
            if (random.nextInt(8) == 0) {
                Files.deleteIfExists(data.resolve("store/snapshot"));
            }
            check("seed " + seed + " round " + round);
        }
        next.destroyForcibly().waitFor();
        System.out.println(appended.size() + " appended, " + deleted.size() + " deleted, segments up to "
                + DataFolder.numbered(data.resolve("store/ledger")).lastKey());
        assertThat(appended).hasSizeGreaterThan(ROUNDS);
        assertThat(deleted).hasSizeGreaterThan(ROUNDS / 2);
        assertThat(flagged).hasSizeGreaterThan(ROUNDS / 10);
    }

    private boolean hasSeenEnough() {
        return appended.size() > ROUNDS && deleted.size() > ROUNDS / 2 && flagged.size() > ROUNDS / 10;
    }

    private Process start(long seed) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:-BytecodeVerificationRemote",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashChild.class.getName(),
                        data.toString(),
                        Long.toString(seed))
                .redirectError(ProcessBuilder.Redirect.appendTo(new File(temp.getRoot(), "stderr")))
                .start();
    }

    /** Lets the child run for a while, kills it, and returns what it had said; a line cut off was not said. */
    private static List<String> runAndKill(Process child, Random random) throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        StringBuilder said = new StringBuilder();
        Thread listener = new Thread(() -> listen(child, said, working));
        listener.start();
        child.getOutputStream().write('\n');
        child.getOutputStream().flush();
        if (random.nextInt(4) != 0) {
            working.await();
            child.waitFor(random.nextInt(LONGEST_WORK_MILLIS), TimeUnit.MILLISECONDS);
        } else {
            child.waitFor(random.nextInt(LONGEST_START_MILLIS), TimeUnit.MILLISECONDS);
        }
        // By its handle, since destroying the process would also close the pipe with what it has said.
        child.toHandle().destroyForcibly();
        listener.join();
        return said.substring(0, said.lastIndexOf("\n") + 1).lines().toList();
    }

    private static void listen(Process child, StringBuilder said, CountDownLatch working) {
        try (Reader reader = new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII)) {
            char[] part = new char[8192];
            for (int length = reader.read(part); length >= 0; length = reader.read(part)) {
                said.append(part, 0, length);
                working.countDown();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            working.countDown();
        }
    }

    private void note(String line) {
        String key = line.substring(2);
        switch (line.charAt(0)) {
            case 'A' -> appended.add(key);
            case 'p' -> passing.add(key);
            case 'P' -> pending.add(key);
            case 'F' -> flagged.add(key);
            case 'd' -> deleting.add(key);
            case 'D' -> deleted.add(key);
            default -> throw new AssertionError("the child failed: " + line);
        }
    }

    private void check(String when) throws Exception {
        try (SegmentLogStore store = TestStore.open(data)) {
            Map<String, LogRecord.Message> live = new HashMap<>();
            for (LogRecord.Message message : CrashChild.live(store)) {
                String key = message.mailbox() + " " + message.id();
                live.put(key, message);
                if (seen.add(key + message.position())) {
                    assertThat(TestStore.read(store, message)).as(when).isEqualTo(CrashChild.content(message.id()));
                }
            }
            Set<String> lost = new HashSet<>(appended);
            lost.addAll(pending);
            lost.removeAll(deleting);
            lost.removeAll(live.keySet());
            assertThat(lost).as("lost, %s", when).isEmpty();
            Set<String> back = new HashSet<>(deleted);
            back.retainAll(live.keySet());
            assertThat(back).as("deleted and back, %s", when).isEmpty();
            checkFlags(store, live.keySet(), when);
            assertThat(store.status().damaged()).as(when).isZero();
            assertThat(store.status().writable()).as(when).isTrue();
        }
        ledgers.goOn(data.resolve("store/ledger"));
    }

    /** Whatever was pending has its outcome now, one. What is not known to be sent is flagged at least. */
    private void checkFlags(SegmentLogStore store, Set<String> live, String when) {
        Set<String> surely = new HashSet<>(flagged);
        surely.retainAll(live);
        Set<String> perhaps = new HashSet<>(passing);
        perhaps.retainAll(live);
        perhaps.removeAll(appended);
        long counted = 0;
        for (PendingFigures figures : store.pendingFigures().values()) {
            assertThat(figures.pending()).as("pending, %s", when).isZero();
            counted += figures.uncertain() + figures.rejected();
        }
        assertThat(counted).as("flagged, %s", when).isBetween((long) surely.size(), (long) perhaps.size());
    }
}
