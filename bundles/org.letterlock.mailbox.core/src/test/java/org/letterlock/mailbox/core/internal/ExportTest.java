package org.letterlock.mailbox.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.letterlock.crypto.api.LockedKey;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mailbox.api.MailboxException;
import org.letterlock.mailbox.api.MailboxException.Reason;
import org.letterlock.mailbox.api.MailboxExport;
import org.letterlock.mailbox.api.MailboxExport.Damage;
import org.letterlock.mailbox.api.NewMailbox;
import org.letterlock.storage.api.DamagedBodyException;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.MessageStore;
import org.letterlock.storage.api.StorageException;
import org.letterlock.storage.api.StoreStatus;
import org.letterlock.testkit.storage.InMemoryMessageStore;
import org.letterlock.testkit.storage.Mails;

/** What is written of a mailbox for people who open it without the gateway. */
public class ExportTest {

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private final InMemoryMessageStore memory = new InMemoryMessageStore();
    private final Mails mails = new Mails(memory);
    private final LaggingIndex index = new LaggingIndex(memory);
    private final FakeCrypto crypto = new FakeCrypto();
    private Opening opening = memory::open;
    private long lowWaterBytes;
    private Path data;
    private Path target;
    private Mailboxes mailboxes;
    private NewMailbox created;
    private MailboxId id;

    /** Opens mails in place of the store. */
    private interface Opening {
        InputStream open(LogRecord.Message mail) throws StorageException;
    }

    @Before
    public void start() throws Exception {
        data = temp.newFolder("data").toPath();
        target = temp.getRoot().toPath().resolve("export");
        Settings settings = new Settings(data, "archive.example", null, null, 2, 10);
        mailboxes = new Mailboxes(store(), settings, Clock.systemUTC(), System::nanoTime);
        mailboxes.setKeys(crypto);
        mailboxes.sealer = crypto;
        mailboxes.setIndex(index);
        created = mailboxes.create("Sales", "");
        id = created.mailbox().id();
    }

    @After
    public void stop() {
        mailboxes.deactivate();
        memory.close();
    }

    /** The one in memory, whose mails are opened by the test. */
    private MessageStore store() {
        return (MessageStore) Proxy.newProxyInstance(
                MessageStore.class.getClassLoader(),
                new Class<?>[] {MessageStore.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("open")) {
                        return opening.open((LogRecord.Message) arguments[0]);
                    }
                    if (method.getName().equals("status")) {
                        return new StoreStatus(
                                "memory", true, "", memory.end(), 1, 0, 0, lowWaterBytes, 0, 0, List.of());
                    }
                    try {
                        return method.invoke(memory, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    public void exportShouldHoldMailsAndKeysAsTheyAre() throws Exception {
        LogRecord.Message first = mails.append(id, "sealed one");
        index.catchUp();
        String former = created.password();
        String password = mailboxes.resetPassword(id).password();
        mailboxes.setRecoveryCode(id, password.toCharArray());
        LogRecord.Message second = mails.append(id, "sealed two, behind the index");
        NewMailbox other = mailboxes.create("Other", "");
        mails.append(other.mailbox().id(), "of nobody's business");

        MailboxExport export = mailboxes.export(id, target);

        assertThat(export)
                .isEqualTo(new MailboxExport(
                        target.toString(),
                        2,
                        first.sealedLength() + second.sealedLength(),
                        List.of("key-1.pgp", "key-2.pgp", "recovery-key.pgp"),
                        0,
                        0,
                        List.of()));
        assertThat(names(target))
                .containsExactlyInAnyOrder(
                        first.id() + ".pgp", second.id() + ".pgp", "key-1.pgp", "key-2.pgp", "recovery-key.pgp");
        assertThat(target.resolve(first.id() + ".pgp")).hasContent("sealed one");
        assertThat(target.resolve(second.id() + ".pgp")).hasContent("sealed two, behind the index");
        assertThat(opens("key-1.pgp", password)).isTrue();
        assertThat(opens("key-2.pgp", former)).isTrue();
        assertThat(opens("recovery-key.pgp", password)).isFalse();
    }

    private boolean opens(String key, String password) throws IOException {
        return crypto.unlock(new LockedKey(Files.readAllBytes(target.resolve(key))), password.toCharArray())
                .isPresent();
    }

    @Test
    public void damageShouldBeLeftOutAndNamedAndNothingElse() throws Exception {
        String password = mailboxes.resetPassword(id).password();
        mailboxes.setRecoveryCode(id, password.toCharArray());
        LogRecord.Message damaged = mails.append(id, "damaged");
        LogRecord.Message early = mails.append(id, "ends early");
        LogRecord.Message unreadable = mails.append(id, "on a bad sector");
        LogRecord.Message whole = mails.append(id, "whole");
        opening = mail -> {
            InputStream in = memory.open(mail);
            if (mail.id().equals(damaged.id())) {
                throw new StorageException(
                        StorageException.Reason.IO, "no record", new DamagedBodyException("no record"));
            } else if (mail.id().equals(early.id())) {
                return failing(in, new DamagedBodyException("it ends early"));
            } else if (mail.id().equals(unreadable.id())) {
                return failing(in, new IOException("Input/output error"));
            }
            return in;
        };
        List<String> locked = StoredMailbox.decode(
                        Objects.requireNonNull(memory.mailboxStates().get(id)))
                .lockedKeys();
        Files.writeString(data.resolve("keys/" + locked.get(0) + ".key"), "something else");

        MailboxExport export = mailboxes.export(id, target);

        assertThat(export.damages())
                .containsExactly(
                        new Damage("key-1.pgp", "the locked key " + locked.get(0) + " is damaged"),
                        new Damage(damaged.id() + ".pgp", "no record"),
                        new Damage(early.id() + ".pgp", "it ends early"),
                        new Damage(unreadable.id() + ".pgp", "Input/output error"));
        assertThat(export.damaged()).isEqualTo(4);
        assertThat(export.mails()).isEqualTo(1);
        assertThat(export.gone()).isZero();
        assertThat(export.keys()).containsExactly("key-2.pgp", "recovery-key.pgp");
        assertThat(names(target)).containsExactlyInAnyOrder(whole.id() + ".pgp", "key-2.pgp", "recovery-key.pgp");
    }

    /** A stream whose end cannot be reached. */
    private static InputStream failing(InputStream in, IOException failure) {
        return new FilterInputStream(in) {
            @Override
            public int read(byte[] octets, int offset, int length) throws IOException {
                int count = super.read(octets, offset, length);
                if (count < 0) {
                    throw failure;
                }
                return count;
            }
        };
    }

    @Test
    public void mailsThatArePickedUpMeanwhileShouldBeCountedAndMovedOnesFound() throws Exception {
        LogRecord.Message first = mails.append(id, "first");
        LogRecord.Message pickedUp = mails.append(id, "picked up");
        LogRecord.Message moved = mails.append(id, "moved");
        opening = mail -> {
            if (mail.equals(first)) {
                mails.delete(pickedUp);
                memory.rewrite(moved).toCompletableFuture().join();
            } else if (mail.equals(moved)) {
                throw new StorageException(StorageException.Reason.NO_SUCH_MESSAGE, "forgotten", null);
            }
            return memory.open(mail);
        };

        MailboxExport export = mailboxes.export(id, target);

        assertThat(export.mails()).isEqualTo(2);
        assertThat(export.gone()).isEqualTo(1);
        assertThat(export.damaged()).isZero();
        assertThat(names(target)).containsExactlyInAnyOrder(first.id() + ".pgp", moved.id() + ".pgp", "key-1.pgp");
        assertThat(target.resolve(moved.id() + ".pgp")).hasContent("moved");
    }

    @Test
    public void placeThatCannotBeItsOwnShouldBeRefused() throws Exception {
        Files.createDirectories(target.resolve("x"));
        assertFails(Reason.INVALID, "is there already", id, target);
        assertFails(Reason.INVALID, "is in the data folder", id, data.resolve("export"));
        assertFails(Reason.INVALID, "absolute path", id, Path.of("export"));
        assertFails(
                Reason.NOT_FOUND,
                "there is no mailbox",
                new MailboxId(1, 1),
                temp.newFolder().toPath());
        assertThat(names(target)).containsExactly("x");
        assertThat(data.resolve("export")).doesNotExist();
    }

    @Test
    public void nothingShouldBeLeftWhenSpaceIsLowOrTheMailboxesStop() throws Exception {
        mails.append(id, "mail");
        lowWaterBytes = Long.MAX_VALUE / 2;
        assertFails(Reason.UNAVAILABLE, "must stay free", id, target);
        lowWaterBytes = 0;
        opening = mail -> {
            throw new StorageException(StorageException.Reason.CLOSED, "the store is stopping", null);
        };
        assertFails(Reason.UNAVAILABLE, "the store is stopping", id, target);
        LogRecord.Message second = mails.append(id, "second");
        opening = mail -> {
            assertThat(mail).isNotEqualTo(second);
            mailboxes.deactivate();
            return memory.open(mail);
        };
        assertFails(Reason.UNAVAILABLE, "the mailboxes are stopping", id, target);

        assertThat(names(temp.getRoot().toPath())).containsExactly("data");
    }

    private void assertFails(Reason reason, String why, MailboxId mailbox, Path directory) {
        MailboxException failure =
                catchThrowableOfType(MailboxException.class, () -> mailboxes.export(mailbox, directory));
        assertThat(failure).hasMessageContaining(why);
        assertThat(failure.reason()).isEqualTo(reason);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
