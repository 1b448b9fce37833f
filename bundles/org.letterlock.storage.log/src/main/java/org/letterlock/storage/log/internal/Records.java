package org.letterlock.storage.log.internal;

import java.time.Instant;
import org.letterlock.storage.api.LogRecord;

/** Records as the API shows them. */
final class Records {

    private Records() {}

    static LogRecord.Message message(RecordHeader header) {
        return new LogRecord.Message(
                header.position(),
                header.mailbox(),
                header.message(),
                header.sequence(),
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
