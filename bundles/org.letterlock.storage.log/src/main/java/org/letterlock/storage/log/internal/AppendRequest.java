package org.letterlock.storage.log.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.NewMessage;
import org.letterlock.storage.api.StorageException;
import org.letterlock.storage.api.StorageException.Reason;

/** The copies of one mail. */
final class AppendRequest extends Request<List<LogRecord.Message>> {

    /** Most copies of a mail. */
    static final int MAX_COPIES = 100;

    private final List<Copy> copies;

    private record Copy(NewMessage message, Body body, BodyDigest digest, long file) {}

    /** Takes the bodies over. */
    AppendRequest(List<NewMessage> messages) {
        if (messages.isEmpty() || messages.size() > MAX_COPIES) {
            throw new IllegalArgumentException(messages.size() + " copies, not 1 to " + MAX_COPIES);
        }
        if (messages.stream().map(NewMessage::id).distinct().count() != 1
                || messages.stream().map(NewMessage::mailbox).distinct().count() != messages.size()) {
            throw new IllegalArgumentException("copies of a mail have one id, and each a mailbox of its own");
        }
        copies = new ArrayList<>(messages.size());
        for (NewMessage message : messages) {
            Body body = (Body) message.body();
            body.take();
            copies.add(new Copy(message, body, body.digest(), body.file()));
        }
    }

    List<Body> bodies() {
        return copies.stream().map(Copy::body).toList();
    }

    @Override
    long maxBytes() {
        long bytes = 0;
        for (Copy copy : copies) {
            bytes += RecordHeader.LENGTH;
            bytes += copy.file() == 0 ? RecordHeader.padded(copy.digest().length()) : 0;
        }
        return bytes;
    }

    @Override
    List<LogRecord.Message> write(Batch batch) throws IOException, StorageException {
        for (Copy copy : copies) {
            if (batch.mailbox(copy.message().mailbox()).state() == null) {
                throw new StorageException(
                        Reason.NO_SUCH_MAILBOX, "no mailbox " + copy.message().mailbox(), null);
            }
        }
        List<LogRecord.Message> records = new ArrayList<>(copies.size());
        for (Copy copy : copies) {
            NewMessage message = copy.message();
            RecordHeader header = batch.addMessage(
                    message.mailbox(),
                    message.id(),
                    message.received().toEpochMilli(),
                    message.octets(),
                    copy.digest(),
                    copy.file(),
                    copy.body().chunks(),
                    new RecordHeader.Group(records.size() + 1, copies.size()));
            records.add(Records.message(header));
        }
        return records;
    }

    @Override
    void release(boolean kept) {
        copies.forEach(copy -> copy.body().release(kept));
    }
}
