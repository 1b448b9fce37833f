package org.letterlock.intake.core.internal;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.storage.api.DeduplicationKey;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.MessageIndex;
import org.letterlock.storage.api.StorageException;

/** An index that says of any key what it is told. */
final class KeyIndex implements MessageIndex {

    private final UUID storeId;
    private final LogPosition upTo;
    volatile @Nullable MessageId known;
    volatile @Nullable StorageException failure;
    volatile @Nullable MailboxId asked;

    KeyIndex(UUID storeId, LogPosition upTo) {
        this.storeId = storeId;
        this.upTo = upTo;
    }

    @Override
    public Finding findKey(MailboxId mailbox, DeduplicationKey key) throws StorageException {
        StorageException thrown = failure;
        if (thrown != null) {
            throw thrown;
        }
        asked = mailbox;
        return new Finding(storeId, upTo, known);
    }

    @Override
    public Listing list(MailboxId mailbox) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Figures figures(MailboxId mailbox) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<MailboxId> mailboxes() {
        throw new UnsupportedOperationException();
    }

    @Override
    public LogPosition position() {
        return upTo;
    }

    @Override
    public void rebuild() {
        throw new UnsupportedOperationException();
    }
}
