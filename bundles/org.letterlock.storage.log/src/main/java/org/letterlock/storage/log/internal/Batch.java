package org.letterlock.storage.log.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.storage.api.DeduplicationKey;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.NewMessage;
import org.letterlock.storage.api.Outcome;
import org.letterlock.storage.api.PendingMessage;

/**
 * Records that are forced together. What they change is kept apart from the state until they are durable, so that a
 * failure leaves no trace. Confined to the writer.
 */
final class Batch {

    private static final byte[] EMPTY = {};
    private static final BodyDigest NO_BODY = BodyDigest.of(EMPTY);

    private final LogState state;
    private final SegmentAppender segment;
    private final long millis;
    private final List<Written> written = new ArrayList<>();
    private final Map<MailboxId, MailboxLog> mailboxes = new HashMap<>();
    private final Set<LogPosition> deleted = new HashSet<>();
    private final Map<LogPosition, LogPosition> moved = new HashMap<>();
    private final Set<LogPosition> arrived = new HashSet<>();
    private final Set<MailboxId> awaiting = new HashSet<>();
    private final Set<LogPosition> decided = new HashSet<>();
    private final Map<RecentKeys.Entry, MessageId> keys = new HashMap<>();
    private final Set<MailboxId> removed = new HashSet<>();

    private record Written(RecordHeader header, byte[] hash, byte @Nullable [] body) {}

    Batch(LogState state, SegmentAppender segment, long millis) {
        this.state = state;
        this.segment = segment;
        this.millis = millis;
    }

    boolean isEmpty() {
        return written.isEmpty();
    }

    /** What the log will have come to for a mailbox. */
    MailboxLog mailbox(MailboxId id) {
        MailboxLog mailbox = mailboxes.get(id);
        return mailbox == null ? state.mailbox(id) : mailbox;
    }

    /** Whether a mail is not deleted; once asked, it counts as deleted. */
    boolean delete(LogPosition message) {
        return isLive(message) && deleted.add(message);
    }

    /** Where a mail will be that is or was at a position. */
    LogPosition current(LogPosition message) {
        LogPosition known = state.current(message);
        return moved.getOrDefault(known, known);
    }

    /** Whether a mail will be at a position. */
    boolean isLive(LogPosition message) {
        return (state.isLive(message) || arrived.contains(message))
                && !deleted.contains(message)
                && !moved.containsKey(message);
    }

    /** Whether a copy of the mailbox waits for its outcome. */
    boolean isAwaiting(MailboxId mailbox) {
        return state.isAwaiting(mailbox) || awaiting.contains(mailbox);
    }

    /** Whether a pending copy has no outcome; once asked, it counts as having one. */
    boolean decide(LogPosition pending) {
        return state.isUndecided(pending) && decided.add(pending);
    }

    /** The mail that its mailbox will have got with a key, null if none is known. */
    @Nullable MessageId find(RecentKeys.Entry entry) {
        MessageId here = keys.get(entry);
        return here != null || removed.contains(entry.mailbox()) ? here : state.find(entry);
    }

    RecordHeader addMessage(NewCopy copy, RecordHeader.Group group) throws IOException {
        long sequence = mailbox(copy.message().mailbox()).sequence() + 1;
        return addNew(RecordType.MESSAGE, copy, sequence, group);
    }

    RecordHeader addPending(NewCopy copy) throws IOException {
        MailboxId id = copy.message().mailbox();
        awaiting.add(id);
        return addNew(RecordType.PENDING, copy, mailbox(id).sequence(), RecordHeader.Group.SINGLE);
    }

    private RecordHeader addNew(RecordType type, NewCopy copy, long sequence, RecordHeader.Group group)
            throws IOException {
        NewMessage message = copy.message();
        DeduplicationKey key = copy.key();
        RecordHeader header = new RecordHeader(
                type,
                position(),
                segment.batchStart(),
                group,
                message.mailbox(),
                message.id(),
                sequence,
                message.received().toEpochMilli(),
                message.octets(),
                copy.file(),
                copy.digest(),
                mailbox(message.mailbox()).head(),
                key == null ? null : key.octets(),
                null);
        addWithBody(header, copy.body().chunks());
        if (key != null) {
            keys.put(new RecentKeys.Entry(message.mailbox(), key), message.id());
        }
        return header;
    }

    RecordHeader addOutcome(PendingMessage pending, Outcome outcome, byte[] reply) throws IOException {
        MailboxLog mailbox = mailbox(pending.mailbox());
        RecordHeader header = new RecordHeader(
                RecordType.OUTCOME,
                position(),
                segment.batchStart(),
                RecordHeader.Group.SINGLE,
                pending.mailbox(),
                pending.id(),
                outcome.isKept() ? mailbox.sequence() + 1 : mailbox.sequence(),
                pending.received().toEpochMilli(),
                pending.octets(),
                0,
                reply.length == 0 ? NO_BODY : BodyDigest.of(reply),
                mailbox.head(),
                null,
                new RecordLink(pending.position(), millis, pending.sealedLength(), outcome));
        addWithBody(header, List.of(ByteBuffer.wrap(reply)));
        return header;
    }

    /** Writes a mail again; from then on the record it was read from does not count. */
    void addMoved(RecordHeader from, List<ByteBuffer> chunks) throws IOException {
        RecordHeader header = new RecordHeader(
                RecordType.MOVED,
                position(),
                segment.batchStart(),
                RecordHeader.Group.SINGLE,
                from.mailbox(),
                from.message(),
                state.sequence(from),
                from.millis(),
                from.octets(),
                from.file(),
                from.body(),
                mailbox(from.mailbox()).head(),
                from.deduplication(),
                new RecordLink(from.position(), millis, 0, state.flag(from.position())));
        addWithBody(header, chunks);
        moved.put(from.position(), header.position());
        arrived.add(header.position());
    }

    private void addWithBody(RecordHeader header, List<ByteBuffer> chunks) throws IOException {
        byte[] hash = append(header);
        segment.appendBody(chunks, header.inlineLength());
        advance(header, hash, null);
    }

    void addDeletion(MailboxId id, Tombstones tombstones) throws IOException {
        add(RecordType.DELETION, id, tombstones.encode());
    }

    void addState(MailboxId id, byte[] newState) throws IOException {
        MailboxLog mailbox = add(RecordType.STATE, id, newState);
        mailboxes.put(id, mailbox.withState(newState, segment.number()));
    }

    void addRemoval(MailboxId id) throws IOException {
        MailboxLog mailbox = add(RecordType.REMOVAL, id, EMPTY);
        mailboxes.put(id, mailbox.withState(null, 0));
        keys.keySet().removeIf(entry -> entry.mailbox().equals(id));
        removed.add(id);
    }

    /** The records are durable. */
    void apply() {
        state.together(() -> written.forEach(record -> state.apply(record.header(), record.hash(), record.body())));
    }

    private MailboxLog add(RecordType type, MailboxId id, byte[] body) throws IOException {
        MailboxLog mailbox = mailbox(id);
        RecordHeader header = new RecordHeader(
                type,
                position(),
                segment.batchStart(),
                RecordHeader.Group.SINGLE,
                id,
                RecordHeader.NO_MESSAGE,
                mailbox.sequence(),
                millis,
                0,
                0,
                body.length == 0 ? NO_BODY : BodyDigest.of(body),
                mailbox.head(),
                null,
                null);
        byte[] hash = append(header);
        segment.appendBody(List.of(ByteBuffer.wrap(body)), body.length);
        return advance(header, hash, body);
    }

    private LogPosition position() {
        return new LogPosition(segment.number(), segment.position());
    }

    private byte[] append(RecordHeader header) throws IOException {
        byte[] octets = header.encode();
        segment.append(octets);
        return Hashes.sha256(octets);
    }

    private MailboxLog advance(RecordHeader header, byte[] hash, byte @Nullable [] body) {
        written.add(new Written(header, hash, body));
        MailboxLog advanced = mailbox(header.mailbox()).advancedTo(header.sequence(), hash);
        mailboxes.put(header.mailbox(), advanced);
        return advanced;
    }
}
