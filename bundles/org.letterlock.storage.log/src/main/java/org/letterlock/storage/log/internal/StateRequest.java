package org.letterlock.storage.log.internal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailboxId;

/** A new state of a mailbox, or its removal. */
final class StateRequest extends Request<Integer> {

    /** Longest state. */
    static final int MAX_LENGTH = 64 << 10;

    private final MailboxId mailbox;
    private final byte @Nullable [] state;

    /**
     * Makes it.
     *
     * @param state the state, null to remove it
     */
    StateRequest(MailboxId mailbox, byte @Nullable [] state) {
        if (state != null && state.length > MAX_LENGTH) {
            throw new IllegalArgumentException("a state of " + state.length + " octets, more than " + MAX_LENGTH);
        }
        this.mailbox = mailbox;
        this.state = state == null ? null : state.clone();
    }

    @Override
    long maxBytes() {
        return RecordHeader.LENGTH + (state == null ? 0 : RecordHeader.padded(state.length));
    }

    @Override
    Integer write(Batch batch) throws IOException {
        if (state != null) {
            batch.addState(mailbox, state);
        } else if (batch.mailbox(mailbox).state() != null) {
            batch.addRemoval(mailbox);
        }
        return 1;
    }
}
