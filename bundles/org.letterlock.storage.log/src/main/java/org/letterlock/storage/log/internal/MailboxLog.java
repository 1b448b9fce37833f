package org.letterlock.storage.log.internal;

import org.jspecify.annotations.Nullable;

/**
 * What the log has come to for a mailbox.
 *
 * @param sequence number of its last message, 0 if it never had one
 * @param head SHA-256 of the header of its last record, zeros if it has none
 * @param state its state, null if it has none
 * @param stateSegment the segment that holds the state
 */
record MailboxLog(long sequence, byte[] head, byte @Nullable [] state, long stateSegment) {

    static final MailboxLog UNKNOWN = new MailboxLog(0, new byte[Hashes.SHA256_LENGTH], null, 0);

    /** A moved message has a number from before. */
    MailboxLog advancedTo(long newSequence, byte[] newHead) {
        return new MailboxLog(Math.max(sequence, newSequence), newHead, state, stateSegment);
    }

    MailboxLog withState(byte @Nullable [] newState, long segment) {
        return new MailboxLog(sequence, head, newState, segment);
    }
}
