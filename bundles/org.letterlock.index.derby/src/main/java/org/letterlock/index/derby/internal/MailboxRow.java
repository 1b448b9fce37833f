package org.letterlock.index.derby.internal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.storage.api.LogRecord;

/**
 * What the index knows of a mailbox as a whole. The counts are those of its rows, also after its removal. Guarded by the
 * lock of {@link OpenIndex}.
 */
final class MailboxRow {

    final int key;
    final MailboxId id;
    private boolean removed;
    private long messages;
    private long octets;
    private @Nullable Instant lastReceived;

    MailboxRow(int key, MailboxId id) {
        this.key = key;
        this.id = id;
    }

    MailboxRow(int key, MailboxId id, boolean removed, long messages, long octets, @Nullable Instant lastReceived) {
        this(key, id);
        this.removed = removed;
        this.messages = messages;
        this.octets = octets;
        this.lastReceived = lastReceived;
    }

    void put() {
        removed = false;
    }

    void remove() {
        removed = true;
        lastReceived = null;
    }

    void received(LogRecord.Message message) {
        if (lastReceived == null || message.received().isAfter(lastReceived)) {
            lastReceived = message.received();
        }
    }

    void added(long messageOctets) {
        messages++;
        octets += messageOctets;
    }

    void deleted(long messageOctets) {
        messages--;
        octets -= messageOctets;
    }

    boolean isRemoved() {
        return removed;
    }

    long messages() {
        return messages;
    }

    long octets() {
        return octets;
    }

    @Nullable Instant lastReceived() {
        return lastReceived;
    }
}
