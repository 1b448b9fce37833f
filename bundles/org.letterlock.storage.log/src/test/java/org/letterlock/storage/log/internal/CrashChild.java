package org.letterlock.storage.log.internal;

import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.NewMessage;
import org.letterlock.storage.api.Outcome;
import org.letterlock.storage.api.PendingMessage;
import org.letterlock.storage.api.SealedBody;
import org.letterlock.storage.api.StorageException;

/**
 * The process that is killed: appends and deletes until then, and says on its standard output what was acknowledged.
 * {@code A mailbox id} appended, {@code d mailbox id} about to be deleted, {@code D mailbox id} deleted, {@code p mailbox
 * id} about to be pending, {@code P mailbox id} pending, {@code F mailbox id} no longer pending but flagged.
 */
final class CrashChild {

    static final MailboxId[] MAILBOXES = {new MailboxId(7, 1), new MailboxId(7, 2), new MailboxId(7, 3)};

    private static final List<Outcome> OUTCOMES = List.copyOf(EnumSet.allOf(Outcome.class));
    private static final int PRODUCERS = 6;
    private static final int KEPT_AT_START = 40;

    private final SegmentLogStore store;
    private final PrintStream out;

    private CrashChild(SegmentLogStore store, PrintStream out) {
        this.store = store;
        this.out = out;
    }

    /** Waits for an octet on the standard input, so that the start of the machine is over when it counts. */
    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        if (System.in.read() < 0) {
            return;
        }
        SegmentLogStore store = TestStore.open(Path.of(arguments[0]));
        CrashChild child = new CrashChild(store, out);
        TestStore.know(store, MAILBOXES);
        Random random = new Random(Long.parseLong(arguments[1]));
        List<LogRecord.Message> old = live(store);
        List<Thread> producers = new ArrayList<>();
        for (int i = 0; i < PRODUCERS; i++) {
            long seed = random.nextLong();
            Thread producer = new Thread(() -> child.produce(new Random(seed)));
            producer.start();
            producers.add(producer);
        }
        for (LogRecord.Message message : old.subList(0, Math.max(0, old.size() - KEPT_AT_START))) {
            child.delete(message);
        }
        for (Thread producer : producers) {
            producer.join();
        }
    }

    /** The octets of a mail, which follow from its id. */
    static byte[] content(MessageId id) {
        Random random = new Random(id.value().getLeastSignificantBits());
        int length = random.nextInt(10) == 0 ? random.nextInt(30_000) : random.nextInt(2_000);
        byte[] octets = new byte[length];
        random.nextBytes(octets);
        return octets;
    }

    static List<LogRecord.Message> live(SegmentLogStore store) throws StorageException {
        Map<String, LogRecord.Message> live = new LinkedHashMap<>();
        store.scan(LogPosition.START, store.end(), record -> {
            if (record instanceof LogRecord.Message message) {
                live.put(message.mailbox() + " " + message.id(), message);
            } else if (record instanceof LogRecord.Deletion deletion) {
                deletion.messages().forEach(id -> live.remove(deletion.mailbox() + " " + id));
            }
            return true;
        });
        return List.copyOf(live.values());
    }

    private void produce(Random random) {
        try {
            while (true) {
                if (random.nextInt(3) == 0) {
                    passOn(random);
                }
                List<LogRecord.Message> copies = append(random);
                copies.forEach(copy -> out.println("A " + copy.mailbox() + " " + copy.id()));
                if (random.nextInt(3) == 0) {
                    delete(copies.get(0));
                }
            }
        } catch (StorageException e) {
            out.println("! " + e);
        }
    }

    /** Has a copy pending and tells its outcome, or not. */
    private void passOn(Random random) throws StorageException {
        MessageId id = new MessageId(new UUID(random.nextLong(), random.nextLong()));
        MailboxId mailbox = MAILBOXES[random.nextInt(MAILBOXES.length)];
        SealedBody body = store.newBody();
        byte[] content = content(id);
        body.write(ByteBuffer.wrap(content)).toCompletableFuture().join();
        String key = mailbox + " " + id;
        out.println("p " + key);
        PendingMessage pending = store.appendPending(new NewMessage(mailbox, id, Instant.EPOCH, content.length, body))
                .toCompletableFuture()
                .join();
        out.println("P " + key);
        Outcome outcome = OUTCOMES.get(random.nextInt(OUTCOMES.size()));
        if (!outcome.isKept()) {
            out.println("d " + key);
        }
        if (random.nextInt(8) != 0) {
            store.complete(pending, outcome, new byte[random.nextInt(100)])
                    .toCompletableFuture()
                    .join();
            out.println((outcome.isKept() ? outcome.isFlagged() ? "F " : "A " : "D ") + key);
        }
    }

    private List<LogRecord.Message> append(Random random) throws StorageException {
        MessageId id = new MessageId(new UUID(random.nextLong(), random.nextLong()));
        int first = random.nextInt(MAILBOXES.length);
        int count = 1 + random.nextInt(MAILBOXES.length);
        List<NewMessage> copies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SealedBody body = store.newBody();
            byte[] content = content(id);
            body.write(ByteBuffer.wrap(content)).toCompletableFuture().join();
            MailboxId mailbox = MAILBOXES[(first + i) % MAILBOXES.length];
            copies.add(new NewMessage(mailbox, id, Instant.EPOCH, content.length, body));
        }
        return store.append(copies).toCompletableFuture().join();
    }

    private void delete(LogRecord.Message message) {
        String key = message.mailbox() + " " + message.id();
        out.println("d " + key);
        store.delete(List.of(message)).toCompletableFuture().join();
        out.println("D " + key);
    }
}
