package org.letterlock.intake.core.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.letterlock.intake.api.Capture;
import org.letterlock.intake.api.Capture.Protocol;
import org.letterlock.intake.api.IntakeException;
import org.letterlock.intake.api.IntakeException.Reason;
import org.letterlock.intake.api.ProxiedTransaction;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.mail.api.Peer;
import org.letterlock.mailbox.api.Recipient;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.StorageException;

/** Mails that a client fetches are kept once for each content. */
public class CommitIfAbsentTest {

    private static final String MAIL = "Subject: x\r\n\r\nbody\r\n";
    private static final String ANNA = "anna@pop.example.org";

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private final WatchedStore store = new WatchedStore();
    private final MarkingSealer sealer = new MarkingSealer();
    private final Mailboxes mailboxes = new Mailboxes();
    private final Recipient.Active one = mailboxes.add(1);
    private final Recipient.Active two = mailboxes.add(2);
    private Path secret;
    private SealingIntake intake;
    private int intakes;

    @Before
    public void start() throws Exception {
        secret = temp.getRoot().toPath().resolve("keys/secret");
        intake = newIntake();
        await(store.putMailbox(one.id(), new byte[0]));
        await(store.putMailbox(two.id(), new byte[0]));
    }

    @After
    public void stop() {
        intake.stop();
        store.store.close();
        assertThat(store.openBodies).as("bodies neither closed nor appended").hasValue(0);
    }

    /** At another time than the one before, so that trace headers differ. */
    private SealingIntake newIntake() {
        Instant now = Instant.parse("2026-11-04T04:20:06.789Z").plusSeconds(++intakes);
        SealingIntake made =
                new SealingIntake(new Settings("gw.example", 100, secret), Clock.fixed(now, ZoneOffset.UTC), () -> 0L);
        made.store = store;
        made.sealer = sealer;
        made.mailboxes = mailboxes;
        return made;
    }

    private ProxiedTransaction begin(Recipient.Active recipient, Protocol protocol) throws IntakeException {
        Peer peer = new Peer(new InetSocketAddress("192.0.2.7", 1), "client", "POP3", null);
        ProxiedTransaction mail =
                intake.beginProxied(recipient.id(), new Capture(protocol, "pop.example.org", "anna"), null, peer);
        // In two parts, as the wire may bring it.
        mail.write(ByteBuffer.wrap(MAIL.getBytes(ISO_8859_1), 0, 7));
        mail.write(ByteBuffer.wrap(MAIL.getBytes(ISO_8859_1), 7, MAIL.length() - 7));
        return mail;
    }

    private MessageId keep(Recipient.Active recipient, String account) throws Exception {
        return await(begin(recipient, Protocol.POP3_PROXY).commitIfAbsent(account));
    }

    @Test
    public void mailShouldBeKeptOnceForEachMailboxAccountAndContent() throws Exception {
        ProxiedTransaction first = begin(one, Protocol.POP3_PROXY);
        assertThat(await(first.commitIfAbsent(ANNA))).isEqualTo(first.id());
        assertThat(keep(one, ANNA)).isEqualTo(first.id());
        assertThat(messages()).hasSize(1);

        assertThat(keep(two, ANNA)).isNotEqualTo(first.id());
        assertThat(keep(one, "anna@pop.example.net")).isNotEqualTo(first.id());
        ProxiedTransaction other = begin(one, Protocol.POP3_PROXY);
        other.write(ByteBuffer.wrap(new byte[] {' '}));
        assertThat(await(other.commitIfAbsent(ANNA))).isEqualTo(other.id());
        assertThat(messages()).hasSize(4);
        assertFails(first.commitIfAbsent(ANNA), Reason.STORE);
    }

    @Test
    public void mailShouldBeKnownToTheNextIntakeByTheSameSecretOnly() throws Exception {
        MessageId first = keep(one, ANNA);
        assertThat(Files.size(secret)).isEqualTo(SecretFile.LENGTH);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                .isEqualTo("rw-------");
        intake.stop();
        intake = newIntake();
        assertThat(keep(one, ANNA)).isEqualTo(first);

        intake.stop();
        Files.delete(secret);
        intake = newIntake();
        assertThat(keep(one, ANNA))
                .as("the secret is lost, which costs a double")
                .isNotEqualTo(first);
    }

    @Test
    public void mailShouldNotBeKeptWhileTheSecretCannotBeUsed() throws Exception {
        Files.createDirectories(secret);
        assertUnusable("directory");
        Files.delete(secret);
        for (int length : new int[] {0, SecretFile.LENGTH - 1, SecretFile.LENGTH + 1}) {
            Files.write(secret, new byte[length]);
            assertUnusable("it has not 32 octets");
        }
        assertThat(messages()).isEmpty();

        Files.write(secret, new byte[SecretFile.LENGTH]);
        keep(one, ANNA);
        assertThat(messages()).hasSize(1);
    }

    private void assertUnusable(String why) throws IOException {
        assertThatThrownBy(() -> keep(one, ANNA))
                .cause()
                .isInstanceOf(IntakeException.class)
                .hasMessageContaining(secret + " cannot be used")
                .hasMessageContaining(why);
    }

    @Test
    public void indexShouldBeAskedForWhatTheStoreDoesNotKnowAnyMore() throws Exception {
        KeyIndex index = new KeyIndex(store.storeId(), store.end());
        intake.index = index;
        MessageId older = new MessageId(new UUID(1, 2));
        index.known = older;
        assertThat(keep(one, ANNA)).isEqualTo(older);
        assertThat(index.asked).isEqualTo(one.id());
        assertThat(messages()).isEmpty();

        index.known = null;
        keep(one, ANNA);
        assertThat(messages()).hasSize(1);
    }

    @Test
    public void indexShouldNotBeBelievedWhenItMayBeWrong() throws Exception {
        MessageId older = new MessageId(new UUID(1, 2));
        KeyIndex index = new KeyIndex(store.storeId(), store.end());
        index.known = older;
        intake.index = index;
        await(store.putMailbox(two.id(), new byte[0]));
        await(store.removeMailbox(two.id(), Long.MAX_VALUE));
        assertThat(keep(one, ANNA)).as("another mailbox was removed").isEqualTo(older);

        await(store.removeMailbox(one.id(), Long.MAX_VALUE));
        assertFails(begin(one, Protocol.POP3_PROXY).commitIfAbsent(ANNA), Reason.MAILBOX_CHANGED);
        await(store.putMailbox(one.id(), new byte[0]));
        assertKept("its mailbox was removed meanwhile");

        index = new KeyIndex(new UUID(3, 4), store.end());
        index.known = older;
        intake.index = index;
        assertKept("it was made from another store");

        index = new KeyIndex(store.storeId(), new LogPosition(store.end().segment() + 1, 0));
        index.known = older;
        intake.index = index;
        assertKept("it is ahead of the log");

        index = new KeyIndex(store.storeId(), store.end());
        index.failure = new StorageException(StorageException.Reason.CLOSED, "not open", null);
        intake.index = index;
        assertKept("it is not open");

        index = new KeyIndex(store.storeId(), LogPosition.START);
        index.known = older;
        intake.index = index;
        for (int i = 0; i < 10_000; i++) {
            var unused = store.putMailbox(two.id(), new byte[0]);
        }
        await(store.putMailbox(two.id(), new byte[0]));
        assertKept("it is far behind");
    }

    /** Each time for another account, so that the store does not know the mail. */
    private void assertKept(String why) throws Exception {
        ProxiedTransaction mail = begin(one, Protocol.POP3_PROXY);
        assertThat(await(mail.commitIfAbsent(why))).as(why).isEqualTo(mail.id());
    }

    @Test
    public void mailShouldNotBeKeptWhenTheStoreFailsOrTheIntakeStops() throws Exception {
        store.appendFailure = StorageException.Reason.DISK_LOW;
        assertFails(begin(one, Protocol.POP3_PROXY).commitIfAbsent(ANNA), Reason.DISK_LOW);
        store.appendFailure = null;
        ProxiedTransaction late = begin(one, Protocol.POP3_PROXY);
        intake.stop();
        assertFails(late.commitIfAbsent(ANNA), Reason.AWAY);
        assertThat(messages()).isEmpty();
    }

    @Test
    public void mailOnItsWayToAServerShouldNotBeTaken() throws Exception {
        ProxiedTransaction mail = begin(one, Protocol.SMTP_PROXY);
        assertThatThrownBy(() -> mail.commitIfAbsent(ANNA)).isInstanceOf(IllegalStateException.class);
        mail.close();
        assertThat(secret).doesNotExist();
    }

    private List<MailboxId> messages() throws StorageException {
        List<MailboxId> found = new ArrayList<>();
        store.scan(LogPosition.START, store.end(), logged -> {
            if (logged instanceof LogRecord.Message message) {
                found.add(message.mailbox());
            }
            return true;
        });
        return found;
    }

    private static void assertFails(CompletionStage<?> stage, Reason reason) {
        assertThatThrownBy(() -> await(stage))
                .cause()
                .isInstanceOfSatisfying(
                        IntakeException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
