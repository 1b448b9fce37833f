package org.letterlock.index.derby.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.settings.SettingException;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.StorageException;
import org.letterlock.testkit.storage.InMemoryMessageStore;
import org.letterlock.testkit.storage.Mails;

public class DerbyMessageIndexTest {

    private static final MailboxId MAILBOX = new MailboxId(1, 2);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final InMemoryMessageStore store = new InMemoryMessageStore();
    private final Mails mails = new Mails(store);
    private final List<LogRecord.Message> expected = new ArrayList<>();

    @Before
    public void fillStore() throws StorageException {
        mails.know(MAILBOX);
        for (int i = 0; i < 300; i++) {
            expected.add(mails.append(MAILBOX, "mail"));
        }
    }

    @After
    public void closeStore() {
        store.close();
    }

    @Test
    public void indexShouldBeMadeAnewWhenItsDescriptionIsDamaged() throws Exception {
        runOnce();
        Files.write(database().resolve("service.properties"), new byte[100]);

        assertIndexIsComplete();
    }

    @Test
    public void indexShouldBeMadeAnewWhenAllItsPagesAreDamaged() throws Exception {
        runOnce();
        overwrite(database().resolve("seg0"), 0);

        assertIndexIsComplete();
    }

    @Test
    public void indexShouldBeMadeAnewWhenTheFilesOfItsRowsAreDamagedBehindTheirHead() throws Exception {
        runOnce();
        overwrite(database().resolve("seg0"), 16 * 1024);

        DerbyMessageIndex index = start();
        try {
            await().ignoreExceptionsInstanceOf(StorageException.class)
                    .until(() -> index.list(MAILBOX).messages().equals(expected));
        } finally {
            index.stop();
        }
    }

    @Test
    public void indexShouldBeMadeAnewWhenItWasNotMadeCompletely() throws Exception {
        Files.createDirectories(database().resolve("seg0"));

        assertIndexIsComplete();
    }

    @Test
    public void indexShouldBeMadeAnewWhenThatIsAskedForWhileMailComes() throws Exception {
        DerbyMessageIndex index = start();
        try {
            awaitCaughtUp(index);
            Path ofTheOldOne = Files.createFile(database().resolve("marker"));

            index.rebuild();
            expected.add(mails.append(MAILBOX, "meanwhile"));

            assertThat(ofTheOldOne).doesNotExist();
            awaitCaughtUp(index);
            assertThat(index.list(MAILBOX).messages()).isEqualTo(expected);
            assertThat(index.figures(MAILBOX).messages()).isEqualTo(301);
        } finally {
            index.stop();
        }
    }

    @Test
    public void rebuildShouldFailWhenTheIndexIsStopped() {
        DerbyMessageIndex index = start();
        index.stop();

        assertThatThrownBy(index::rebuild).isInstanceOf(StorageException.class);
    }

    @Test
    public void indexShouldFollowTheStoreThatComesWhenTheOtherHasGone() throws Exception {
        DerbyMessageIndex index = start();
        try {
            awaitCaughtUp(index);
            index.unbindStore(store);
            expected.add(mails.append(MAILBOX, "while nobody follows"));
            assertThat(index.list(MAILBOX).messages()).hasSize(300);

            index.bindStore(store);
            awaitCaughtUp(index);

            assertThat(index.list(MAILBOX).messages()).isEqualTo(expected);
        } finally {
            index.stop();
        }
    }

    @Test
    public void nothingShouldBeLeftRunningWhenTheIndexIsStopped() throws Exception {
        runOnce();

        assertThat(Collections.list(DriverManager.getDrivers()))
                .noneMatch(driver -> driver.getClass().getName().contains("derby"));
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.contains("letterlock-index") || name.startsWith("derby."));
        assertThat(database().resolve("db.lck")).doesNotExist();
    }

    @Test
    public void listShouldFailAtOnceWhenTheIndexIsStopped() {
        DerbyMessageIndex index = start();
        index.stop();

        assertThatThrownBy(() -> index.list(MAILBOX))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.reason()).isEqualTo(StorageException.Reason.CLOSED));
    }

    @Test
    public void settingsShouldNameTheKeyWhenAValueCannotBeUsed() {
        assertThatThrownBy(() -> Settings.of(Map.of("indexDirectory", "relative")))
                .isInstanceOf(SettingException.class)
                .hasMessage("org.letterlock.index.derby: indexDirectory: 'relative' is not an absolute path");
    }

    private Path database() {
        return folder.getRoot().toPath().resolve("messages");
    }

    private DerbyMessageIndex start() {
        DerbyMessageIndex index = new DerbyMessageIndex(new Settings(database(), 100, Duration.ofMillis(1), 4));
        index.bindStore(store);
        index.start();
        return index;
    }

    private void runOnce() {
        DerbyMessageIndex index = start();
        try {
            awaitCaughtUp(index);
        } finally {
            index.stop();
        }
    }

    private void assertIndexIsComplete() throws StorageException {
        DerbyMessageIndex index = start();
        try {
            awaitCaughtUp(index);
            assertThat(index.list(MAILBOX).messages()).isEqualTo(expected);
            assertThat(index.figures(MAILBOX).messages()).isEqualTo(300);
        } finally {
            index.stop();
        }
    }

    private void awaitCaughtUp(DerbyMessageIndex index) {
        await().atMost(Duration.ofMinutes(1)).until(() -> index.position().equals(store.end()));
    }

    /** Overwrites each file of a folder from an offset on. */
    private static void overwrite(Path files, int from) throws IOException {
        try (Stream<Path> all = Files.list(files)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                byte[] octets = Files.readAllBytes(file);
                for (int i = from; i < octets.length; i++) {
                    octets[i] = (byte) (i * 31);
                }
                Files.write(file, octets);
            }
        }
    }
}
