package org.letterlock.index.derby.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailboxId;

/**
 * The rows of all mailboxes, in memory; changes are written to their table once per transaction. When a transaction
 * fails, the whole index is closed and this with it. Guarded by the lock of {@link OpenIndex}.
 */
final class MailboxTable {

    private final Map<MailboxId, MailboxRow> rows = new HashMap<>();
    private final Set<MailboxRow> changed = new HashSet<>();
    private int lastKey;

    static MailboxTable load(Connection connection) throws SQLException {
        MailboxTable table = new MailboxTable();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT mailbox, id_high, id_low, removed, messages, octets,"
                        + " last_received FROM mailboxes")) {
            while (row.next()) {
                MailboxId id = new MailboxId(row.getLong(2), row.getLong(3));
                long millis = row.getLong(7);
                Instant lastReceived = row.wasNull() ? null : Instant.ofEpochMilli(millis);
                int key = row.getInt(1);
                table.rows.put(
                        id, new MailboxRow(key, id, row.getBoolean(4), row.getLong(5), row.getLong(6), lastReceived));
                table.lastKey = Math.max(table.lastKey, key);
            }
        }
        return table;
    }

    Collection<MailboxRow> rows() {
        return rows.values();
    }

    @Nullable MailboxRow find(MailboxId id) {
        return rows.get(id);
    }

    /** The row of a mailbox, to be changed. */
    MailboxRow change(MailboxId id) {
        MailboxRow row = rows.computeIfAbsent(id, unknown -> new MailboxRow(++lastKey, unknown));
        changed.add(row);
        return row;
    }

    /** Writes what was changed. A mailbox that is removed and holds nothing is forgotten. */
    void save(Connection connection) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM mailboxes WHERE mailbox = ?");
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO mailboxes VALUES (?, ?, ?, ?, ?, ?, ?)");
                PreparedStatement update = connection.prepareStatement("UPDATE mailboxes SET removed = ?, messages = ?,"
                        + " octets = ?, last_received = ? WHERE mailbox = ?")) {
            for (MailboxRow row : changed) {
                if (row.isRemoved() && row.messages() == 0) {
                    delete.setInt(1, row.key);
                    delete.executeUpdate();
                    rows.remove(row.id);
                } else {
                    setFigures(update, 1, row);
                    update.setInt(5, row.key);
                    if (update.executeUpdate() == 0) {
                        insert.setInt(1, row.key);
                        insert.setLong(2, row.id.high());
                        insert.setLong(3, row.id.low());
                        setFigures(insert, 4, row);
                        insert.executeUpdate();
                    }
                }
            }
        }
        changed.clear();
    }

    private static void setFigures(PreparedStatement statement, int first, MailboxRow row) throws SQLException {
        statement.setBoolean(first, row.isRemoved());
        statement.setLong(first + 1, row.messages());
        statement.setLong(first + 2, row.octets());
        Instant lastReceived = row.lastReceived();
        if (lastReceived == null) {
            statement.setNull(first + 3, Types.BIGINT);
        } else {
            statement.setLong(first + 3, lastReceived.toEpochMilli());
        }
    }
}
