package org.letterlock.index.derby.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.letterlock.storage.api.LogPosition;

/** The tables, and the one row that says what the index was made from and how far it has come. */
final class Schema {

    /** Counts up with each change of the tables; an index of another format is made again. */
    private static final int FORMAT = 2;

    /**
     * Names the index of the messages in a statement: Derby would plan on the size a table had when the statement was
     * first compiled, which is zero. The line must end behind it.
     */
    static final String BY_ID = " --DERBY-PROPERTIES index=messages_by_id\n";

    /** The same for the index of the keys. */
    static final String BY_DIGEST = " --DERBY-PROPERTIES index=mail_keys_by_digest\n";

    private static final List<String> DEFINITIONS = List.of(
            "CALL SYSCS_UTIL.SYSCS_SET_DATABASE_PROPERTY('derby.storage.pageSize', '16384')",
            "CREATE TABLE progress (format INT NOT NULL, store CHAR(36) NOT NULL, segment BIGINT NOT NULL,"
                    + " segment_offset BIGINT NOT NULL)",
            "CREATE TABLE mailboxes (mailbox INT NOT NULL PRIMARY KEY, id_high BIGINT NOT NULL, id_low BIGINT NOT NULL,"
                    + " removed BOOLEAN NOT NULL, messages BIGINT NOT NULL, octets BIGINT NOT NULL,"
                    + " last_received BIGINT)",
            "CREATE TABLE messages (mailbox INT NOT NULL, id_high BIGINT NOT NULL, id_low BIGINT NOT NULL,"
                    + " sequence BIGINT NOT NULL, segment BIGINT NOT NULL, segment_offset BIGINT NOT NULL,"
                    + " received BIGINT NOT NULL, octets BIGINT NOT NULL, sealed_length BIGINT NOT NULL)",
            "CREATE UNIQUE INDEX messages_by_id ON messages (mailbox, id_high, id_low)",
            "CREATE TABLE mail_keys (mailbox INT NOT NULL, digest CHAR(32) FOR BIT DATA NOT NULL,"
                    + " id_high BIGINT NOT NULL, id_low BIGINT NOT NULL)",
            "CREATE INDEX mail_keys_by_digest ON mail_keys (mailbox, digest)");

    private Schema() {}

    /** How far an index has come in the log of a store. */
    record Progress(UUID storeId, LogPosition position) {}

    /** An index that says of itself that it cannot be used. */
    static final class UnusableException extends Exception {

        private static final long serialVersionUID = 1L;

        private final String flaw;

        UnusableException(String flaw) {
            super(flaw);
            this.flaw = flaw;
        }

        String flaw() {
            return flaw;
        }
    }

    static void create(Connection connection, UUID storeId) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String definition : DEFINITIONS) {
                statement.execute(definition);
            }
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO progress VALUES (?, ?, 0, 0)")) {
            insert.setInt(1, FORMAT);
            insert.setString(2, storeId.toString());
            insert.executeUpdate();
        }
        connection.commit();
    }

    static Progress readProgress(Connection connection) throws SQLException, UnusableException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT format, store, segment, segment_offset FROM progress")) {
            if (!row.next()) {
                throw new UnusableException("it was not made completely");
            }
            if (row.getInt(1) != FORMAT) {
                throw new UnusableException("it has format " + row.getInt(1) + ", not " + FORMAT);
            }
            return new Progress(UUID.fromString(row.getString(2)), new LogPosition(row.getLong(3), row.getLong(4)));
        }
    }

    static void writePosition(Connection connection, LogPosition position) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE progress SET segment = ?, segment_offset = ?")) {
            update.setLong(1, position.segment());
            update.setLong(2, position.offset());
            update.executeUpdate();
        }
    }
}
