package org.letterlock.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.After;
import org.junit.Test;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.NewMessage;
import org.letterlock.storage.api.SealedBody;
import org.letterlock.storage.api.StorageException;
import org.letterlock.storage.api.StorageException.Reason;

public class InMemoryMessageStoreTest {

    private static final MailboxId ONE = new MailboxId(1, 1);
    private static final MailboxId TWO = new MailboxId(2, 2);

    private final InMemoryMessageStore store = new InMemoryMessageStore();

    @After
    public void close() {
        store.close();
    }

    @Test
    public void appendShouldNumberCopiesAndKeepBodiesWhenMailboxesAreKnown() throws Exception {
        know(ONE);
        know(TWO);

        append("first", ONE);
        List<LogRecord.Message> both = append("second", ONE, TWO);

        assertThat(both).extracting(LogRecord.Message::sequence).containsExactly(2L, 1L);
        assertThat(store.open(both.get(1)).readAllBytes()).isEqualTo("second".getBytes(StandardCharsets.UTF_8));
        assertThat(scan(LogPosition.START)).hasSize(5);
    }

    @Test
    public void appendShouldStoreNothingWhenOneMailboxIsUnknown() throws Exception {
        know(ONE);

        assertThatThrownBy(() -> append("mail", ONE, TWO)).satisfies(e -> assertReason(e, Reason.NO_SUCH_MAILBOX));

        assertThat(scan(LogPosition.START)).hasOnlyElementsOfType(LogRecord.State.class);
    }

    @Test
    public void recordShouldBeInvisibleWhileCommitsAreHeld() throws Exception {
        know(ONE);
        LogPosition before = store.end();
        store.hold();
        CompletableFuture<?> pending = store.append(List.of(mail("held", ONE))).toCompletableFuture();
        assertThat(store.end()).isEqualTo(before);
        assertThat(pending).isNotDone();

        store.release();
        pending.join();

        assertThat(scan(before)).hasSize(1);
    }

    @Test
    public void deletedMailShouldNotOpenWhenTheStageHasCompleted() throws Exception {
        know(ONE);
        LogRecord.Message message = append("mail", ONE).get(0);

        store.delete(List.of(message)).toCompletableFuture().join();

        assertThatThrownBy(() -> store.open(message)).satisfies(e -> assertReason(e, Reason.NO_SUCH_MESSAGE));
    }

    @Test
    public void scanShouldGoOnBehindTheRecordWhereTheVisitorStopped() throws Exception {
        know(ONE);
        for (int i = 0; i < 40; i++) {
            append("mail " + i, ONE);
        }
        List<LogRecord> seen = new ArrayList<>();
        LogPosition at = LogPosition.START;
        while (!at.equals(store.end())) {
            at = store.scan(at, store.end(), record -> {
                seen.add(record);
                return seen.size() % 7 != 0;
            });
        }
        assertThat(seen).isEqualTo(scan(LogPosition.START));
    }

    @Test
    public void storeShouldTakeNothingWhenItIsToldToRefuse() throws Exception {
        know(ONE);
        NewMessage mail = mail("mail", ONE);
        store.refuse(Reason.DISK_LOW);

        assertThatThrownBy(() -> store.admit(1)).satisfies(e -> assertReason(e, Reason.DISK_LOW));
        assertThatThrownBy(
                        () -> store.append(List.of(mail)).toCompletableFuture().join())
                .satisfies(e -> assertReason(e, Reason.DISK_LOW));
    }

    private void know(MailboxId mailbox) {
        store.putMailbox(mailbox, new byte[] {1}).toCompletableFuture().join();
    }

    private List<LogRecord.Message> append(String text, MailboxId... mailboxes) throws StorageException {
        MessageId id = new MessageId(UUID.randomUUID());
        List<NewMessage> copies = new ArrayList<>();
        for (MailboxId mailbox : mailboxes) {
            copies.add(mail(text, id, mailbox));
        }
        return store.append(copies).toCompletableFuture().join();
    }

    private NewMessage mail(String text, MailboxId mailbox) throws StorageException {
        return mail(text, new MessageId(UUID.randomUUID()), mailbox);
    }

    private NewMessage mail(String text, MessageId id, MailboxId mailbox) throws StorageException {
        SealedBody body = store.newBody();
        body.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)))
                .toCompletableFuture()
                .join();
        return new NewMessage(mailbox, id, Instant.now(), text.length(), body);
    }

    private List<LogRecord> scan(LogPosition from) throws StorageException {
        List<LogRecord> found = new ArrayList<>();
        store.scan(from, store.end(), record -> found.add(record));
        return found;
    }

    private static void assertReason(Throwable thrown, Reason reason) {
        Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        assertThat(cause)
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
