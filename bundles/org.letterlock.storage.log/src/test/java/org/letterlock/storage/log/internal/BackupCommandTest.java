package org.letterlock.storage.log.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.StorageException;
import org.letterlock.storage.api.StoreMaintenance.Backup;
import org.letterlock.storage.api.StoreMaintenance.LedgerHead;

/** A backup that the store makes of itself while it is written. */
public class BackupCommandTest {

    private static final MailboxId ONE = new MailboxId(1, 1);
    private static final MailboxId TWO = new MailboxId(2, 2);
    private static final int LARGE = (int) TestStore.LARGE_BYTES + 1;

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private final HookedDisk disk = new HookedDisk();
    private final TestClock clock = new TestClock();
    private Path data;
    private Path target;
    private SegmentLogStore store;

    @Before
    public void open() throws Exception {
        data = temp.getRoot().toPath().resolve("data");
        target = temp.getRoot().toPath().resolve("backup");
        store = open(data, 0);
        TestStore.know(store, ONE, TWO);
        for (int i = 0; i < 30; i++) {
            TestStore.append(store, new byte[i % 7 == 0 ? LARGE : 3_000], ONE, TWO)
                    .join();
        }
        for (String file : List.of(
                "keys/a.key",
                "keys/b.key.tmp",
                "tls/server.key",
                "tls/server.pem",
                "tls/acme/account.pem",
                "audit/1.jsonl",
                "admin/users.json")) {
            write(file);
        }
        write("initial-admin-password");
    }

    @After
    public void close() throws IOException {
        store.close();
    }

    private void write(String name) throws IOException {
        Path file = data.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, name);
    }

    private SegmentLogStore open(Path folder, long lowWaterBytes) throws IOException {
        return TestStore.open(
                new Settings(
                        folder,
                        TestStore.SEGMENT_BYTES,
                        TestStore.LARGE_BYTES,
                        1 << 20,
                        lowWaterBytes,
                        Duration.ZERO,
                        Duration.ZERO,
                        90,
                        1 << 20,
                        Duration.ZERO),
                disk,
                clock);
    }

    private List<String> names(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString()).toList();
        }
    }

    @Test
    public void backupShouldHoldTheMomentAndBeWholeWhileMailComesAndGoes() throws Exception {
        Map<LogRecord.Message, Boolean> kept = new ConcurrentHashMap<>();
        TestStore.messages(store).forEach(mail -> kept.put(mail, true));
        List<Thread> producers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Thread producer = new Thread(() -> {
                for (int mail = 0; mail < 150; mail++) {
                    try {
                        List<LogRecord.Message> copies = TestStore.append(
                                        store, new byte[mail % 5 == 0 ? LARGE : 2_000], ONE, TWO)
                                .join();
                        store.delete(copies.subList(0, 1)).toCompletableFuture().join();
                    } catch (StorageException e) {
                        throw new IllegalStateException(e);
                    }
                }
            });
            producers.add(producer);
            producer.start();
        }
        List<Backup> backups = new ArrayList<>();
        List<List<LedgerHead>> heads = new ArrayList<>();
        while (producers.stream().anyMatch(Thread::isAlive)) {
            heads.add(store.maintenance().ledgerHeads());
            backups.add(store.maintenance().backup(target.resolveSibling("backup" + backups.size())));
        }
        for (int i = 0; i < backups.size(); i++) {
            Backup backup = backups.get(i);
            Path folder = Path.of(backup.directory());
            assertThat(backup.missing()).isZero();
            assertThat(names(folder)).noneMatch(name -> name.matches("(.*/)?(snapshot|lock|prepared)"));
            try (SegmentLogStore restored = open(folder, 0)) {
                assertThat(restored.end()).isEqualTo(backup.end());
                assertThat(restored.status().damaged()).isZero();
                assertThat(restored.maintenance().verify(heads.get(i)).damages())
                        .isEmpty();
                List<LogRecord.Message> mails = TestStore.messages(restored);
                assertThat(mails).containsAll(kept.keySet());
                for (LogRecord.Message mail : kept.keySet()) {
                    assertThat(TestStore.read(restored, mail)).hasSize((int) mail.sealedLength());
                }
            }
        }
        System.out.println(backups.size() + " backups");
    }

    @Test
    public void backupShouldHoldKeysAndCertificatesForTheOwnerOnly() throws Exception {
        Backup backup = store.maintenance().backup(target);

        assertThat(backup.directory()).isEqualTo(target.toString());
        assertThat(names(target))
                .contains(
                        "format",
                        "store/id",
                        "keys/a.key",
                        "tls/server.key",
                        "tls/server.pem",
                        "tls/acme/account.pem",
                        "audit/1.jsonl",
                        "admin/users.json")
                .doesNotContain("initial-admin-password", "keys/b.key.tmp");
        long octets = 0;
        long files = 0;
        try (Stream<Path> all = Files.walk(target)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                boolean folder = Files.isDirectory(file);
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo(folder ? "rwx------" : "rw-------");
                octets += folder ? 0 : Files.size(file);
                files += folder ? 0 : 1;
            }
        }
        assertThat(backup.octets()).isEqualTo(octets);
        assertThat(backup.files()).isEqualTo(files);
        assertThat(target.resolveSibling("backup.partial")).doesNotExist();
    }

    @Test
    public void nothingShouldBeDeletedFromTheStoreWhileABackupIsMade() throws Exception {
        List<LogRecord.Message> mails = TestStore.messages(store);
        store.close();
        store = open(data, 0);
        boolean[] tried = {false};
        disk.hook((change, path) -> {
            if (!tried[0]
                    && path.startsWith(target.resolveSibling("backup.partial"))
                    && path.toString().endsWith(".body")) {
                tried[0] = true;
                for (MailboxId mailbox : List.of(ONE, TWO)) {
                    store.delete(mails.stream()
                                    .filter(mail -> mail.mailbox().equals(mailbox))
                                    .toList())
                            .toCompletableFuture()
                            .join();
                }
                clock.advance(Duration.ofHours(1));
                long used = store.status().usedBytes();
                Files.write(data.resolve("store/noticed"), new byte[1_000_000]);
                // From when on a round of housekeeping has ended.
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> store.status().usedBytes() >= used + 1_000_000
                                || !Files.exists(data.resolve("store/segments/00000001.log")));
            }
        });
        Backup backup = store.maintenance().backup(target);
        disk.hook((change, path) -> {});

        assertThat(tried[0]).isTrue();
        assertThat(backup.missing()).isZero();
        try (SegmentLogStore restored = open(target, 0)) {
            assertThat(TestStore.messages(restored)).containsAll(mails);
            assertThat(restored.maintenance().verify(List.of()).damages()).isEmpty();
        }
    }

    @Test
    public void backupShouldRefuseAFolderThatCannotBeItsOwn() throws Exception {
        Files.createDirectories(target.resolve("x"));
        assertRefused(target, "is there already");
        assertRefused(data.resolve("backup"), "is in the data folder");
        assertRefused(data.resolve("store/../backup"), "is in the data folder");
        Path link = Files.createSymbolicLink(temp.getRoot().toPath().resolve("link"), data);
        assertRefused(link.resolve("backup"), "is in the data folder");
        assertRefused(link, "is there already");
        assertRefused(Path.of("backup"), "absolute path");
        assertRefused(target.resolveSibling("none").resolve("backup"), "there is no folder");
        Files.createDirectories(target.resolveSibling("other.partial"));
        assertRefused(target.resolveSibling("other"), "left over");

        Path empty = Files.createDirectories(target.resolveSibling("empty"));
        assertThat(store.maintenance().backup(empty).files()).isPositive();
        assertThat(empty.resolve("store/id")).exists();
    }

    private void assertRefused(Path folder, String why) {
        assertThatThrownBy(() -> store.maintenance().backup(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    public void backupShouldBeRefusedWhenTooLittleSpaceWouldBeLeft() throws Exception {
        store.close();
        store = open(data, Long.MAX_VALUE / 2);

        StorageException refused = catchThrowableOfType(
                StorageException.class, () -> store.maintenance().backup(target));

        assertThat(refused.reason()).isEqualTo(StorageException.Reason.DISK_LOW);
        assertThat(target.getParent()).isDirectoryNotContaining("glob:**backup*");
    }

    @Test
    public void nothingShouldBeLeftOfABackupThatFailed() throws Exception {
        disk.hook((change, path) -> {
            if (path.toString().contains(".partial") && path.toString().endsWith(".log")) {
                throw new IOException("no more");
            }
        });
        assertThatThrownBy(() -> store.maintenance().backup(target))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("no more");
        assertThat(target.getParent()).isDirectoryNotContaining("glob:**backup*");
    }
}
