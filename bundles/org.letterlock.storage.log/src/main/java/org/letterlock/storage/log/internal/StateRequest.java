package org.letterlock.storage.log.internal;

import java.io.IOException;
import org.letterlock.mail.api.MailboxId;

/** A new state of a mailbox. */
final class StateRequest extends Request<Integer> {

    /** Longest state. */
    static final int MAX_LENGTH = 64 << 10;

    private final MailboxId mailbox;
    private final byte[] state;

    StateRequest(MailboxId mailbox, byte[] state) {
        if (state.length > MAX_LENGTH) {
            throw new IllegalArgumentException("a state of " + state.length + " octets, more than " + MAX_LENGTH);
        }
        this.mailbox = mailbox;
        this.state = state.clone();
    }

    @Override
    long maxBytes() {
        return RecordHeader.LENGTH + RecordHeader.padded(state.length);
    }

    @Override
    Integer write(Batch batch) throws IOException {
        batch.addState(mailbox, state);
        return 1;
    }
}
