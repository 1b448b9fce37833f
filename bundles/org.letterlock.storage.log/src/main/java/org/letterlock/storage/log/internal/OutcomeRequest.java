package org.letterlock.storage.log.internal;

import java.io.IOException;
import java.util.Optional;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.MessageStore;
import org.letterlock.storage.api.Outcome;
import org.letterlock.storage.api.PendingMessage;
import org.letterlock.storage.api.StorageException;
import org.letterlock.storage.api.StorageException.Reason;

/** The outcome of a pending copy, the first one only. */
final class OutcomeRequest extends Request<Optional<LogRecord.Message>> {

    private final PendingMessage pending;
    private final Outcome outcome;
    private final byte[] reply;

    OutcomeRequest(PendingMessage pending, Outcome outcome, byte[] reply) {
        if (reply.length > MessageStore.MAX_REPLY_OCTETS) {
            throw new IllegalArgumentException(
                    "a reply of " + reply.length + " octets, more than " + MessageStore.MAX_REPLY_OCTETS);
        }
        this.pending = pending;
        this.outcome = outcome;
        this.reply = reply.clone();
    }

    @Override
    long maxBytes() {
        return RecordHeader.MAX_LENGTH + RecordHeader.padded(reply.length);
    }

    @Override
    Optional<LogRecord.Message> write(Batch batch) throws IOException, StorageException {
        if (!batch.decide(pending.position())) {
            throw new StorageException(
                    Reason.NO_SUCH_MESSAGE, "mail " + pending.id() + " is no pending copy any more", null);
        }
        RecordHeader header = batch.addOutcome(pending, outcome, reply);
        return outcome.isKept() ? Optional.of(Records.message(header)) : Optional.empty();
    }
}
