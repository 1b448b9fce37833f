package org.letterlock.audit.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.AuditEntry;
import org.letterlock.admin.api.AuditLog.Actor;
import org.letterlock.admin.api.AuditLog.Outcome;
import org.letterlock.admin.api.AuditPage;
import org.letterlock.admin.api.AuditQuery;
import org.letterlock.admin.api.AuditVerification;
import org.letterlock.admin.api.Problem;
import org.letterlock.settings.SettingException;

public class AuditTrailTest {

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private TestTrail test;

    @Before
    public void open() {
        test = new TestTrail(temp.getRoot().toPath());
    }

    @After
    public void close() {
        test.trail.stop();
    }

    /** The example of docs/storage-format.md. */
    @Test
    public void linesShouldBeThoseOfTheDocumentation() throws Exception {
        test.trail.write(
                new Actor("local", "shell", "127.0.0.1:40112"),
                "createMailbox",
                Map.of("name", "Vertrieb Köln"),
                Outcome.DONE,
                "");
        test.now = Instant.parse("2026-01-31T09:16:44.020Z");
        test.trail.write(
                new Actor("anna", "rest", "192.0.2.7"),
                "suspendMailbox",
                Map.of("mailbox", "a\"b\\c"),
                Outcome.REFUSED,
                "there is no mailbox");
        String documented = Files.readString(Path.of("src/test/resources/format-1-audit.jsonl"), US_ASCII);
        assertThat(test.text()).isEqualTo(documented);
        assertThat(test.files())
                .singleElement()
                .satisfies(file -> assertThat(file).hasFileName("000000000001-2026-01.jsonl"));
    }

    @Test
    public void filesShouldBeTheGatewaysOnly() throws Exception {
        test.write("a");
        for (Path file : test.files()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(test.folder())))
                .isEqualTo("rwx------");
    }

    @Test
    public void chainShouldGoOnOverRestartsMonthsAndFullFiles() throws Exception {
        test.maxFileBytes = 1_000;
        test.restart();
        for (int i = 0; i < 10; i++) {
            test.write("act" + i);
        }
        test.restart();
        test.write("afterRestart");
        int before = test.files().size();
        assertThat(before).isGreaterThan(2);
        test.now = Instant.parse("2026-02-01T00:00:00Z");
        test.write("nextMonth");
        assertThat(test.files())
                .hasSize(before + 1)
                .last()
                .satisfies(file -> assertThat(file).hasFileName("000000000012-2026-02.jsonl"));
        for (Path file : test.files()) {
            assertThat(Files.size(file)).isLessThanOrEqualTo(1_000);
        }

        AuditVerification verification = test.trail.verifyAudit();
        assertThat(verification.faults()).isEmpty();
        assertThat(verification.entries()).isEqualTo(12);
        assertThat(verification.first()).isEqualTo(1);
        assertThat(verification.last()).isEqualTo(12);
        assertThat(verification.lastTime()).isEqualTo(test.now);
        assertThat(verification.head()).isEqualTo(latest().hash());
    }

    @Test
    public void emptyTrailShouldBeWhole() throws Exception {
        assertThat(test.trail.verifyAudit()).isEqualTo(new AuditVerification(0, 0, 0, "", null, List.of()));
        assertThat(test.trail.audit(AuditQuery.LATEST).entries()).isEmpty();
    }

    @Test
    public void tornTailShouldBeCutAndBeAnEntryItself() throws Exception {
        test.write("whole");
        String whole = test.text();
        for (int octets : new int[] {1, 10, whole.length() - 1}) {
            test.trail.stop();
            String before = test.text();
            Files.writeString(test.files().get(0), whole.substring(0, octets), StandardOpenOption.APPEND);
            test.restart();
            assertThat(test.text()).startsWith(before);
            assertThat(latest().act()).isEqualTo("cutAuditTail");
            assertThat(latest().door()).isEqualTo("gateway");
            assertThat(latest().about()).containsEntry("octets", Integer.toString(octets));
            assertThat(test.trail.verifyAudit().faults()).isEmpty();
        }
    }

    @Test
    public void fileThatACrashLeftEmptyShouldBeUsedAnew() throws Exception {
        test.write("one");
        test.trail.stop();
        Files.createFile(test.folder().resolve("000000000002-2026-01.jsonl"));
        test.restart();
        test.write("two");
        assertThat(test.files()).hasSize(1);
        assertThat(test.trail.verifyAudit().faults()).isEmpty();
    }

    @Test
    public void eachAlterationShouldBeFound() throws Exception {
        for (int i = 0; i < 5; i++) {
            test.write("act" + i);
        }
        Path file = test.files().get(0);
        String whole = test.text();
        List<String> lines = whole.lines().toList();

        Files.writeString(file, whole.replace("act2", "actX"));
        assertFault("entry 3 was altered");
        Files.writeString(file, whole.replace(lines.get(2) + "\n", ""));
        assertFault("entry 4 follows 2");
        Files.writeString(file, whole.replace(lines.get(4) + "\n", ""));
        assertFault("is shorter than what the gateway wrote", "the chain ends with 4");
        Files.writeString(
                file, whole.replace(lines.get(1), "x".repeat(lines.get(1).length())));
        assertFault("line 2: is no entry", "entry 3 follows 1");
        Files.writeString(file, whole.replace(lines.get(0) + "\n", ""));
        assertFault("entry 2 stands where 1 began", "the entries before 2 are gone");
        String remade =
                EntryFormat.write(act("forged"), 3, previous(lines.get(2))).text();
        Files.writeString(file, whole.replace(lines.get(2), remade));
        assertFault("entry 4 does not follow the one before it");
        Files.writeString(file, whole);
        assertThat(test.trail.verifyAudit().faults()).isEmpty();
        Files.delete(file);
        assertFault("the chain ends with 0");
    }

    @Test
    public void chainShouldGoOnInANewFileWhenSomebodyRemovedTheOneThatIsWritten() throws Exception {
        test.write("one");
        Files.delete(test.files().get(0));
        test.write("two");
        assertThat(latest().sequence()).isEqualTo(2);
        assertFault("the entries before 2 are gone");
        test.restart();
        assertThat(latest().act()).isEqualTo("two");
    }

    @Test
    public void actsThatCouldNotBeWrittenShouldBeALineAProblemAndLaterAnEntry() throws Exception {
        test.write("one");
        Path folder = test.folder();
        Path aside = test.data.resolve("aside");
        Files.move(folder, aside);
        test.write("lost");
        test.write("lost too");
        assertThat(test.lines).last().asString().contains("act=\"lost too\"");
        assertThat(test.trail.problems())
                .extracting(Problem::key, Problem::urgent)
                .containsExactly(tuple("audit", true));

        Files.move(aside, folder);
        test.write("three");
        assertThat(test.trail.problems()).isEmpty();
        assertThat(test.trail.audit(AuditQuery.LATEST).entries())
                .extracting(AuditEntry::act)
                .containsExactly("three", "auditEntriesMissing", "one");
        assertThat(test.trail.audit(AuditQuery.LATEST).entries().get(1).about()).containsEntry("entries", "2");
        assertThat(test.trail.verifyAudit().faults()).isEmpty();
    }

    @Test
    public void concurrentWritersShouldLeaveOneChain() throws Exception {
        test.maxFileBytes = 5_000;
        test.restart();
        int threads = 8;
        int each = 50;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                String act = "thread" + t;
                running.add(pool.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        Thread.currentThread().interrupt();
                        test.trail.write(TestTrail.ANNA, act, Map.of(), Outcome.DONE, "");
                        test.trail.audit(AuditQuery.LATEST);
                    }
                    return null;
                }));
            }
            for (Future<?> thread : running) {
                thread.get();
            }
        } finally {
            pool.shutdown();
        }
        AuditVerification verification = test.trail.verifyAudit();
        assertThat(verification.faults()).isEmpty();
        assertThat(verification.entries()).isEqualTo((long) threads * each);
    }

    @Test
    public void oldFilesShouldGoAsAWholeAndTheirEndBeKnown() throws Exception {
        test.write("one");
        test.now = test.now.plus(Duration.ofDays(40));
        test.write("two");
        test.now = test.now.plus(Duration.ofDays(40));
        test.write("three");
        test.retention = Duration.ofDays(60);
        test.restart();
        test.trail.housekeep();
        assertThat(test.files()).hasSize(2);
        AuditVerification verification = test.trail.verifyAudit();
        assertThat(verification.faults()).isEmpty();
        assertThat(verification.first()).isEqualTo(2);
        assertThat(latest().act()).isEqualTo("deleteAuditFiles");

        Files.delete(test.files().get(0));
        assertFault("the entries before 3 are gone, and no entry says that they were deleted");
    }

    @Test
    public void queryShouldFilterAndPage() throws Exception {
        for (int i = 0; i < 20; i++) {
            test.now = test.now.plusSeconds(60);
            test.trail.write(
                    new Actor(i % 2 == 0 ? "anna" : "bert", i % 5 == 0 ? "shell" : "rest", "-"),
                    i % 3 == 0 ? "setProxy" : "setSenders",
                    Map.of("mailbox", "mbx-" + i % 4),
                    i == 7 ? Outcome.FAILED : Outcome.DONE,
                    "");
        }
        AuditPage page = test.trail.audit(query(null, null, null, null, null, null, null, null, 8));
        assertThat(page.entries())
                .extracting(AuditEntry::sequence)
                .startsWith(20L)
                .endsWith(13L);
        assertThat(page.next()).isEqualTo(13);
        page = test.trail.audit(query(null, null, null, null, null, null, null, 13L, 12));
        assertThat(page.entries())
                .extracting(AuditEntry::sequence)
                .startsWith(12L)
                .endsWith(1L);
        assertThat(page.next()).isNull();

        assertThat(count(query("anna", null, null, null, null, null, null, null, 100)))
                .isEqualTo(10);
        assertThat(count(query(null, "shell", null, null, null, null, null, null, 100)))
                .isEqualTo(4);
        assertThat(count(query(null, null, "setP", null, null, null, null, null, 100)))
                .isEqualTo(7);
        assertThat(count(query(null, null, null, "mbx-3", null, null, null, null, 100)))
                .isEqualTo(5);
        assertThat(count(query(null, null, null, null, "failed", null, null, null, 100)))
                .isEqualTo(1);
        Instant middle = test.now.minusSeconds(60 * 9);
        assertThat(count(query(null, null, null, null, null, middle, null, null, 100)))
                .isEqualTo(10);
        assertThat(count(query(null, null, null, null, null, null, middle, null, 100)))
                .isEqualTo(10);

        List<String> lines = new ArrayList<>();
        assertThat(test.trail.exportAudit(query("bert", null, null, null, null, null, null, null, 1), lines::add))
                .isEqualTo(10);
        assertThat(test.text().lines().filter(line -> line.contains("bert"))).containsExactlyElementsOf(lines);
    }

    @Test
    public void textsShouldBeBoundedAndSafe() throws Exception {
        Map<String, String> about = new LinkedHashMap<>();
        for (int i = 0; i < 30; i++) {
            about.put("key" + i, "\ud83d\ude00".repeat(300));
        }
        test.trail.write(new Actor("o\nscar\u202e\ud800\\", "rest", "-"), "a", about, Outcome.DONE, "\u2028");
        assertThat(latest().about()).hasSize(20).containsEntry("key0", "\ud83d\ude00".repeat(200) + "...");
        assertThat(latest().user()).isEqualTo("o\\x{A}scar\\x{202E}\\x{D800}\\\\");
        assertThat(latest().reason()).isEqualTo("\\x{2028}");
        assertThat(test.text().chars()).allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f));
        assertThat(count(query("o\nscar\u202e\ud800\\", null, null, null, null, null, null, null, 1)))
                .isEqualTo(1);
    }

    @Test
    public void lineOfTheLogShouldNotLookLikeAnotherLineOrField() {
        test.trail.write(
                new Actor("o\nscar", "shell", "127.0.0.1:4711"),
                "a=b c",
                Map.of("mailbox", "x\r\n2026-01-01 user=root outcome=done\"\\"),
                Outcome.REFUSED,
                "d d".repeat(100));
        assertThat(test.lines)
                .containsExactly("user=\"o\\x{A}scar\" door=shell from=127.0.0.1:4711 act=\"a=b c\""
                        + " mailbox=\"x\\x{D}\\x{A}2026-01-01 user=root outcome=done\\\"\\\\\" outcome=refused reason=\""
                        + "d d".repeat(66) + "d ...\"");
    }

    @Test
    public void folderShouldBelongToOne() {
        assertThatThrownBy(() -> new TestTrail(test.data))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("org.letterlock.audit: dataDirectory: ")
                .hasMessageContaining("is used by another");
    }

    private AuditEntry latest() throws AdminException {
        return test.trail.audit(AuditQuery.LATEST).entries().get(0);
    }

    private long count(AuditQuery query) throws AdminException {
        return test.trail.audit(query).entries().size();
    }

    private void assertFault(String... faults) throws AdminException {
        List<String> found = test.trail.verifyAudit().faults();
        for (String fault : faults) {
            assertThat(found).anyMatch(line -> line.contains(fault));
        }
    }

    private Act act(String name) {
        return Act.of(test.now, TestTrail.ANNA, name, Map.of(), Outcome.DONE, "");
    }

    private static String previous(String line) throws IOException {
        return EntryFormat.read(line.getBytes(US_ASCII)).orElseThrow().previous();
    }

    private static AuditQuery query(
            @Nullable String user,
            @Nullable String door,
            @Nullable String act,
            @Nullable String mailbox,
            @Nullable String outcome,
            @Nullable Instant since,
            @Nullable Instant until,
            @Nullable Long before,
            int limit) {
        return new AuditQuery(user, door, act, mailbox, outcome, since, until, before, limit);
    }
}
