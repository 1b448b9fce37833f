package org.letterlock.storage.log.internal;

import java.time.Instant;
import org.letterlock.storage.api.DeduplicationKey;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.PendingMessage;

/** Records as the API shows them. */
final class Records {

    private Records() {}

    /** A mail: a record that has it, or the outcome that says that a pending copy is one. */
    static LogRecord.Message message(RecordHeader header) {
        RecordLink copy = header.type() == RecordType.OUTCOME ? header.link() : null;
        return new LogRecord.Message(
                copy == null ? header.position() : copy.source(),
                header.mailbox(),
                header.message(),
                header.sequence(),
                Instant.ofEpochMilli(header.millis()),
                header.octets(),
                copy == null ? header.body().length() : copy.sealedLength());
    }

    static LogRecord.Key key(RecordHeader header, byte[] key) {
        return new LogRecord.Key(header.position(), header.mailbox(), header.message(), DeduplicationKey.of(key));
    }

    static PendingMessage pending(RecordHeader header) {
        return new PendingMessage(
                header.position(),
                header.mailbox(),
                header.message(),
                Instant.ofEpochMilli(header.millis()),
                header.octets(),
                header.body().length());
    }

    static LogRecord.Deletion deletion(RecordHeader header, byte[] body) {
        return new LogRecord.Deletion(
                header.position(), header.mailbox(), Tombstones.decode(body).ids());
    }

    static LogRecord.State state(RecordHeader header) {
        return new LogRecord.State(header.position(), header.mailbox(), header.type() == RecordType.REMOVAL);
    }
}
