package org.letterlock.index.derby.internal;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.letterlock.mail.api.MessageId;
import org.letterlock.storage.api.LogRecord;

/** Writes rows of messages; one connection, one thread. */
final class MessageWriter implements AutoCloseable {

    private static final String DUPLICATE_KEY = "23505";
    private static final String THIS_ROW = " WHERE mailbox = ? AND id_high = ? AND id_low = ?";

    private final MailboxTable mailboxes;
    private final PreparedStatement insert;
    private final PreparedStatement move;
    private final PreparedStatement octetsOf;
    private final PreparedStatement delete;

    MessageWriter(Connection connection, MailboxTable mailboxes) throws SQLException {
        this.mailboxes = mailboxes;
        insert = connection.prepareStatement("INSERT INTO messages (mailbox, id_high, id_low, sequence, segment,"
                + " segment_offset, received, octets, sealed_length) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
        move = connection.prepareStatement("UPDATE messages SET segment = ?, segment_offset = ?" + THIS_ROW);
        octetsOf = connection.prepareStatement("SELECT octets FROM messages" + Schema.BY_ID + THIS_ROW);
        delete = connection.prepareStatement("DELETE FROM messages" + THIS_ROW);
    }

    void delete(Collection<RecordBatch.Key> keys) throws SQLException {
        int batched = 0;
        for (RecordBatch.Key key : keys) {
            MailboxRow row = mailboxes.find(key.mailbox());
            if (row != null && row.messages() > 0 && dropFromFigures(row, key.id())) {
                setKey(delete, 1, row, key.id());
                delete.addBatch();
                batched++;
            }
        }
        if (batched > 0) {
            delete.executeBatch();
        }
    }

    private boolean dropFromFigures(MailboxRow row, MessageId id) throws SQLException {
        setKey(octetsOf, 1, row, id);
        try (ResultSet found = octetsOf.executeQuery()) {
            if (!found.next()) {
                return false;
            }
            mailboxes.change(row.id).deleted(found.getLong(1));
            return true;
        }
    }

    /**
     * Inserts rows, or moves those that are there to their later position. Nearly all are new, so all are tried in one
     * batch; from the first that is not new on they are written one by one, since where one was rewritten by a
     * compaction there are more.
     */
    void put(List<LogRecord.Message> messages) throws SQLException {
        if (messages.isEmpty()) {
            return;
        }
        int inserted = insertUpToFirstDuplicate(messages);
        for (LogRecord.Message message : messages.subList(0, inserted)) {
            mailboxes.change(message.mailbox()).added(message.octets());
        }
        for (LogRecord.Message message : messages.subList(inserted, messages.size())) {
            if (!move(message)) {
                setRow(message);
                insert.executeUpdate();
                mailboxes.change(message.mailbox()).added(message.octets());
            }
        }
    }

    private int insertUpToFirstDuplicate(List<LogRecord.Message> messages) throws SQLException {
        for (LogRecord.Message message : messages) {
            setRow(message);
            insert.addBatch();
        }
        try {
            return insert.executeBatch().length;
        } catch (BatchUpdateException e) {
            if (!DUPLICATE_KEY.equals(e.getSQLState())) {
                throw e;
            }
            return e.getUpdateCounts().length;
        }
    }

    private boolean move(LogRecord.Message message) throws SQLException {
        move.setLong(1, message.position().segment());
        move.setLong(2, message.position().offset());
        setKey(move, 3, mailboxes.change(message.mailbox()), message.id());
        return move.executeUpdate() > 0;
    }

    private void setRow(LogRecord.Message message) throws SQLException {
        setKey(insert, 1, mailboxes.change(message.mailbox()), message.id());
        insert.setLong(4, message.sequence());
        insert.setLong(5, message.position().segment());
        insert.setLong(6, message.position().offset());
        insert.setLong(7, message.received().toEpochMilli());
        insert.setLong(8, message.octets());
        insert.setLong(9, message.sealedLength());
    }

    private static void setKey(PreparedStatement statement, int first, MailboxRow row, MessageId id)
            throws SQLException {
        UUID value = id.value();
        statement.setInt(first, row.key);
        statement.setLong(first + 1, value.getMostSignificantBits());
        statement.setLong(first + 2, value.getLeastSignificantBits());
    }

    @Override
    public void close() throws SQLException {
        try (insert;
                move;
                octetsOf;
                delete) {
            // Closes them all, also when one fails.
        }
    }
}
