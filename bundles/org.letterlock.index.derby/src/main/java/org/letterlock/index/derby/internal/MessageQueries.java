package org.letterlock.index.derby.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MessageId;
import org.letterlock.storage.api.DeduplicationKey;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.LogRecord;

/** Reads rows of messages and of their keys. */
final class MessageQueries {

    /** Bits of a UUID version 7 behind its Unix time in milliseconds (RFC 9562, section 5.7), in the upper half. */
    private static final int BITS_BEHIND_TIME = 16;

    private MessageQueries() {}

    static List<LogRecord.Message> list(Connection connection, MailboxRow mailbox) throws SQLException {
        List<LogRecord.Message> messages = new ArrayList<>((int) mailbox.messages());
        try (PreparedStatement select = connection.prepareStatement("SELECT id_high, id_low, sequence, segment,"
                + " segment_offset, received, octets, sealed_length FROM messages" + Schema.BY_ID
                + "WHERE mailbox = ?")) {
            select.setInt(1, mailbox.key);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    messages.add(new LogRecord.Message(
                            new LogPosition(row.getLong(4), row.getLong(5)),
                            mailbox.id,
                            new MessageId(new UUID(row.getLong(1), row.getLong(2))),
                            row.getLong(3),
                            Instant.ofEpochMilli(row.getLong(6)),
                            row.getLong(7),
                            row.getLong(8)));
                }
            }
        }
        messages.sort(Comparator.comparingLong(LogRecord.Message::sequence));
        return messages;
    }

    /**
     * When the oldest mail of a mailbox was received. Ids begin with the time they were made at, before the mail was
     * received: once an id is younger than the earliest receipt so far, no later one can be earlier.
     */
    static @Nullable Instant oldest(Connection connection, MailboxRow mailbox) throws SQLException {
        long earliest = Long.MAX_VALUE;
        try (PreparedStatement select = connection.prepareStatement("SELECT id_high, received FROM messages"
                + Schema.BY_ID + "WHERE mailbox = ? ORDER BY id_high, id_low")) {
            select.setInt(1, mailbox.key);
            try (ResultSet row = select.executeQuery()) {
                while (row.next() && row.getLong(1) >>> BITS_BEHIND_TIME <= earliest) {
                    earliest = Math.min(earliest, row.getLong(2));
                }
            }
        }
        return earliest == Long.MAX_VALUE ? null : Instant.ofEpochMilli(earliest);
    }

    /** The mail that a mailbox got with a key, null if it is not known. */
    static @Nullable MessageId findKey(Connection connection, MailboxRow mailbox, DeduplicationKey key)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT id_high, id_low FROM mail_keys" + Schema.BY_DIGEST + "WHERE mailbox = ? AND digest = ?")) {
            select.setInt(1, mailbox.key);
            select.setBytes(2, key.octets());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? new MessageId(new UUID(row.getLong(1), row.getLong(2))) : null;
            }
        }
    }

    static long count(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM messages")) {
            row.next();
            return row.getLong(1);
        }
    }
}
