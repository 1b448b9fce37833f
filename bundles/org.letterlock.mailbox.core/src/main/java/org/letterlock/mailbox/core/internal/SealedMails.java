package org.letterlock.mailbox.core.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.crypto.api.BrokenSealException;
import org.letterlock.crypto.api.CryptoException;
import org.letterlock.crypto.api.MessageSealer;
import org.letterlock.crypto.api.UnlockedKey;
import org.letterlock.storage.api.DamagedBodyException;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.MessageStore;
import org.letterlock.storage.api.StorageException;

/**
 * Which of a mailbox's mails are sealed to which of its keys. The mails themselves say it: around a reset of the password
 * their order does not, since a mail that was begun before it may be kept behind it. Only mails that are older than the
 * current key are known not to be sealed to it.
 */
final class SealedMails {

    private final MessageSealer sealer;
    private final MessageStore store;

    SealedMails(MessageSealer sealer, MessageStore store) {
        this.sealer = sealer;
        this.store = store;
    }

    /** What the older keys of a mailbox still hold: the mails that only they open, and which keys these mails need. */
    record Older(long messages, Set<String> needed) {}

    /** By what mails name the older keys, in the order of these. */
    Set<String> recipientsOfOlderKeys(StoredMailbox mailbox) throws CryptoException {
        Set<String> recipients = new LinkedHashSet<>();
        for (StoredMailbox.OlderKey older : mailbox.olderKeys()) {
            recipients.add(sealer.recipient(older.key()));
        }
        return recipients;
    }

    /** Of the waiting mails those that an unlocked key opens. Damaged ones count as the current key's. */
    List<LogRecord.Message> openedBy(UnlockedKey key, StoredMailbox mailbox, List<LogRecord.Message> waiting)
            throws CryptoException, IOException {
        String own = HexFormat.of().formatHex(key.fingerprint());
        Set<String> older = recipientsOfOlderKeys(mailbox);
        boolean current = own.equals(sealer.recipient(mailbox.key()));
        List<LogRecord.Message> opened = new ArrayList<>();
        for (LogRecord.Message message : waiting) {
            if (current && message.sequence() <= mailbox.since()) {
                continue;
            }
            Set<String> recipients = recipients(message);
            if (recipients != null && (current ? Collections.disjoint(recipients, older) : recipients.contains(own))) {
                opened.add(message);
            }
        }
        return opened;
    }

    /** Looks through the waiting mails for what the older keys hold. */
    Older older(StoredMailbox mailbox, List<LogRecord.Message> waiting) throws CryptoException, IOException {
        Set<String> older = recipientsOfOlderKeys(mailbox);
        Set<String> needed = new LinkedHashSet<>();
        long messages = 0;
        for (LogRecord.Message message : waiting) {
            Set<String> recipients = recipients(message);
            if (recipients == null || recipients.isEmpty()) {
                needed.addAll(older); // gone, as the next look will see too; or damaged, and may be repaired
            }
            if (recipients == null) {
                continue;
            }
            boolean before = message.sequence() <= mailbox.since();
            if (before || !Collections.disjoint(recipients, older)) {
                messages++;
            }
            needed.addAll(recipients);
        }
        needed.retainAll(older);
        return new Older(messages, needed);
    }

    /** None if the mail is damaged where it says them, null if it was deleted meanwhile. */
    private @Nullable Set<String> recipients(LogRecord.Message message) throws IOException {
        try (InputStream sealed = store.open(message)) {
            return sealer.recipients(sealed);
        } catch (BrokenSealException | DamagedBodyException e) {
            return Set.of();
        } catch (StorageException e) {
            if (e.getCause() instanceof DamagedBodyException) {
                return Set.of();
            }
            if (e.reason() == StorageException.Reason.NO_SUCH_MESSAGE) {
                return null;
            }
            throw new IOException(e.getMessage(), e);
        }
    }
}
