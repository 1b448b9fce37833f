package org.letterlock.index.derby.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;
import org.letterlock.index.derby.internal.Schema.Progress;
import org.letterlock.index.derby.internal.Schema.UnusableException;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.storage.api.DeduplicationKey;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.MessageIndex.Figures;
import org.letterlock.storage.api.MessageIndex.Finding;
import org.letterlock.storage.api.MessageIndex.Listing;

/**
 * The index in an open database. A read-write lock makes readers see rows, figures and position of one moment without
 * locks of Derby. A transaction that fails closes the index, so that nobody sees its half.
 */
final class OpenIndex implements AutoCloseable {

    private static final Figures NOTHING = new Figures(0, 0, null, null);

    private final DerbyDatabase database;
    private final Connection writing;
    private final MailboxTable mailboxes;
    private final MessageWriter messages;
    private final KeyWriter keys;
    private final UUID storeId;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private volatile LogPosition position;
    private volatile boolean closed;

    private OpenIndex(DerbyDatabase database) throws SQLException, UnusableException {
        this.database = database;
        writing = database.dataSource().getConnection();
        Progress progress = Schema.readProgress(writing);
        storeId = progress.storeId();
        position = progress.position();
        mailboxes = MailboxTable.load(writing);
        long counted = mailboxes.rows().stream().mapToLong(MailboxRow::messages).sum();
        if (counted != MessageQueries.count(writing)) {
            throw new UnusableException("its figures and its rows differ");
        }
        messages = new MessageWriter(writing, mailboxes);
        keys = new KeyWriter(writing, mailboxes);
        writing.commit();
    }

    /** Opens the index that is there. */
    static OpenIndex open(Path folder, int maxReadConnections) throws SQLException, UnusableException {
        return over(DerbyDatabase.open(folder, maxReadConnections + 1));
    }

    /** Throws away what is there and makes an empty index. */
    static OpenIndex create(Path folder, int maxReadConnections, UUID storeId)
            throws SQLException, IOException, UnusableException {
        DerbyDatabase database = DerbyDatabase.create(folder, maxReadConnections + 1);
        try (Connection connection = database.dataSource().getConnection()) {
            Schema.create(connection, storeId);
        } catch (SQLException e) {
            database.close();
            throw e;
        }
        return over(database);
    }

    private static OpenIndex over(DerbyDatabase database) throws SQLException, UnusableException {
        boolean opened = false;
        try {
            OpenIndex index = new OpenIndex(database);
            opened = true;
            return index;
        } finally {
            if (!opened) {
                database.close();
            }
        }
    }

    UUID storeId() {
        return storeId;
    }

    LogPosition position() {
        return position;
    }

    /** Takes records over, all or none, and with them the position. */
    void apply(List<LogRecord> records, LogPosition upTo) throws SQLException {
        Lock exclusive = lock.writeLock();
        exclusive.lock();
        boolean committed = false;
        try {
            RecordBatch batch = RecordBatch.of(records, mailboxes);
            messages.delete(batch.deleted());
            messages.put(List.copyOf(batch.kept()));
            keys.forget(batch.forgotten());
            keys.put(batch.keys());
            mailboxes.save(writing);
            Schema.writePosition(writing, upTo);
            writing.commit();
            position = upTo;
            committed = true;
        } finally {
            if (!committed) {
                close();
            }
            exclusive.unlock();
        }
    }

    Listing list(MailboxId mailbox) throws SQLException {
        return read(connection -> {
            MailboxRow row = mailboxes.find(mailbox);
            return new Listing(storeId, position, row == null ? List.of() : MessageQueries.list(connection, row));
        });
    }

    Finding findKey(MailboxId mailbox, DeduplicationKey key) throws SQLException {
        return read(connection -> {
            MailboxRow row = mailboxes.find(mailbox);
            return new Finding(storeId, position, row == null ? null : MessageQueries.findKey(connection, row, key));
        });
    }

    Figures figures(MailboxId mailbox) throws SQLException {
        return read(connection -> {
            MailboxRow row = mailboxes.find(mailbox);
            if (row == null || row.isRemoved()) {
                return NOTHING;
            }
            return new Figures(
                    row.messages(), row.octets(), MessageQueries.oldest(connection, row), row.lastReceived());
        });
    }

    Set<MailboxId> mailboxesWithMessages() throws SQLException {
        return read(connection -> mailboxes.rows().stream()
                .filter(row -> row.messages() > 0)
                .map(row -> row.id)
                .collect(Collectors.toUnmodifiableSet()));
    }

    private interface Query<T> {
        T run(Connection connection) throws SQLException;
    }

    private <T> T read(Query<T> query) throws SQLException {
        Lock shared = lock.readLock();
        shared.lock();
        try (Connection connection = connection()) {
            T result = query.run(connection);
            connection.commit();
            return result;
        } finally {
            shared.unlock();
        }
    }

    private Connection connection() throws SQLException {
        if (closed) {
            throw new SQLNonTransientConnectionException("the index is closed");
        }
        try {
            return database.dataSource().getConnection();
        } catch (SQLException e) {
            throw e.getCause() instanceof NoSuchElementException
                    ? new SQLTransientConnectionException("too many readers", e)
                    : e;
        }
    }

    @Override
    public void close() {
        Lock exclusive = lock.writeLock();
        exclusive.lock();
        try {
            if (!closed) {
                closed = true;
                closeDatabase();
            }
        } finally {
            exclusive.unlock();
        }
    }

    private void closeDatabase() {
        try (writing;
                messages;
                keys) {
            writing.rollback();
        } catch (SQLException alreadyBroken) {
            // The database is shut down in any case, and recovers when it is opened again.
        } finally {
            database.close();
        }
    }
}
