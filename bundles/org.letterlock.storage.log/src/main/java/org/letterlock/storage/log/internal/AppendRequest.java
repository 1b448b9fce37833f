package org.letterlock.storage.log.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.NewMessage;
import org.letterlock.storage.api.StorageException;

/** The copies of one mail. */
final class AppendRequest extends Request<List<LogRecord.Message>> {

    /** Most copies of a mail. */
    static final int MAX_COPIES = 100;

    private final List<NewCopy> copies;

    /** Takes the bodies over. */
    AppendRequest(List<NewMessage> messages) {
        if (messages.isEmpty() || messages.size() > MAX_COPIES) {
            throw new IllegalArgumentException(messages.size() + " copies, not 1 to " + MAX_COPIES);
        }
        if (messages.stream().map(NewMessage::id).distinct().count() != 1
                || messages.stream().map(NewMessage::mailbox).distinct().count() != messages.size()) {
            throw new IllegalArgumentException("copies of a mail have one id, and each a mailbox of its own");
        }
        copies = messages.stream().map(NewCopy::take).toList();
    }

    List<Body> bodies() {
        return copies.stream().map(NewCopy::body).toList();
    }

    @Override
    long maxBytes() {
        return copies.stream().mapToLong(NewCopy::maxBytes).sum();
    }

    @Override
    List<LogRecord.Message> write(Batch batch) throws IOException, StorageException {
        for (NewCopy copy : copies) {
            copy.requireMailbox(batch);
        }
        List<LogRecord.Message> records = new ArrayList<>(copies.size());
        for (NewCopy copy : copies) {
            RecordHeader.Group group = new RecordHeader.Group(records.size() + 1, copies.size());
            records.add(Records.message(batch.addMessage(copy, group)));
        }
        return records;
    }

    @Override
    void release(boolean kept) {
        copies.forEach(copy -> copy.body().release(kept));
    }
}
