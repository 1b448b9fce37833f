package org.letterlock.index.derby.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.UUID;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.storage.api.LogRecord;

/** Writes rows of keys; one connection, one thread. They are not unique: a double has the key of the first mail. */
final class KeyWriter implements AutoCloseable {

    private final MailboxTable mailboxes;
    private final PreparedStatement insert;
    private final PreparedStatement forget;

    KeyWriter(Connection connection, MailboxTable mailboxes) throws SQLException {
        this.mailboxes = mailboxes;
        insert = connection.prepareStatement(
                "INSERT INTO mail_keys (mailbox, digest, id_high, id_low) VALUES (?, ?, ?, ?)");
        forget = connection.prepareStatement("DELETE FROM mail_keys WHERE mailbox = ?");
    }

    /** Deletes the keys of mailboxes. */
    void forget(Collection<MailboxId> removed) throws SQLException {
        for (MailboxId id : removed) {
            forget.setInt(1, mailboxes.change(id).key);
            forget.executeUpdate();
        }
    }

    void put(Collection<LogRecord.Key> keys) throws SQLException {
        if (keys.isEmpty()) {
            return;
        }
        for (LogRecord.Key key : keys) {
            UUID id = key.id().value();
            insert.setInt(1, mailboxes.change(key.mailbox()).key);
            insert.setBytes(2, key.key().octets());
            insert.setLong(3, id.getMostSignificantBits());
            insert.setLong(4, id.getLeastSignificantBits());
            insert.addBatch();
        }
        insert.executeBatch();
    }

    @Override
    public void close() throws SQLException {
        try (insert;
                forget) {
            // Closes both, also when one fails.
        }
    }
}
