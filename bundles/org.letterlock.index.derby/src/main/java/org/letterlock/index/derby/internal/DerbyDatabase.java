package org.letterlock.index.derby.internal;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.DataSourceConnectionFactory;
import org.apache.commons.dbcp2.PoolableConnection;
import org.apache.commons.dbcp2.PoolableConnectionFactory;
import org.apache.commons.dbcp2.PoolingDataSource;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.apache.derby.jdbc.EmbeddedDataSource;
import org.jspecify.annotations.Nullable;

/**
 * A booted embedded Derby database with a pool of connections to it. Closing it shuts the database down, which writes a
 * checkpoint and removes its lock file.
 */
final class DerbyDatabase implements AutoCloseable {

    private static final Duration MAX_WAIT = Duration.ofSeconds(10);
    private static final String STORAGE_STATES = "XS";
    private static final String BOOTED_ELSEWHERE = "XSDB6";

    private final EmbeddedDataSource derby;
    private final GenericObjectPool<PoolableConnection> pool;
    private final PoolingDataSource<PoolableConnection> dataSource;

    private DerbyDatabase(EmbeddedDataSource derby, int maxConnections) {
        this.derby = derby;
        PoolableConnectionFactory factory = new PoolableConnectionFactory(new DataSourceConnectionFactory(derby), null);
        factory.setDefaultAutoCommit(false);
        // Whoever uses a connection holds the lock of OpenIndex, so nobody sees what is not committed.
        factory.setDefaultTransactionIsolation(Connection.TRANSACTION_READ_UNCOMMITTED);
        GenericObjectPoolConfig<PoolableConnection> config = new GenericObjectPoolConfig<>();
        config.setJmxEnabled(false);
        config.setMaxTotal(maxConnections);
        config.setMaxIdle(maxConnections);
        config.setMaxWait(MAX_WAIT);
        pool = new GenericObjectPool<>(factory, config);
        factory.setPool(pool);
        dataSource = new PoolingDataSource<>(pool);
    }

    /** Boots the database of a folder. */
    static DerbyDatabase open(Path folder, int maxConnections) throws SQLException {
        return boot(folder, maxConnections, null);
    }

    /** Deletes what there is and makes an empty database. */
    static DerbyDatabase create(Path folder, int maxConnections) throws SQLException, IOException {
        deleteRecursively(folder);
        Files.createDirectories(
                folder.toAbsolutePath().getParent(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return boot(folder, maxConnections, "create");
    }

    private static DerbyDatabase boot(Path folder, int maxConnections, @Nullable String create) throws SQLException {
        EmbeddedDataSource derby = new EmbeddedDataSource();
        derby.setDatabaseName(folder.toString());
        derby.setCreateDatabase(create);
        derby.getConnection().close();
        derby.setCreateDatabase(null);
        return new DerbyDatabase(derby, maxConnections);
    }

    /** Whether a database could not be booted because another process, or another class loader, has it. */
    static boolean isBootedElsewhere(SQLException failure) {
        return hasState(failure, BOOTED_ELSEWHERE);
    }

    /** Whether Derby's storage layer found its files to be wrong. */
    static boolean isDamage(SQLException failure) {
        return hasState(failure, STORAGE_STATES) && !isBootedElsewhere(failure);
    }

    private static boolean hasState(SQLException failure, String prefix) {
        for (Throwable cause : failure) {
            if (cause instanceof SQLException sql
                    && sql.getSQLState() != null
                    && sql.getSQLState().startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    /** The message that says most: Derby's first one often says only to look at the next. */
    static String reason(SQLException failure) {
        String reason = String.valueOf(failure.getMessage());
        for (Throwable cause : failure) {
            reason = String.valueOf(cause.getMessage());
        }
        return reason;
    }

    /** The pool. Its connections do not commit by themselves and do not lock what they read. */
    DataSource dataSource() {
        return dataSource;
    }

    @Override
    public void close() {
        pool.close();
        EmbeddedDataSource stopper = new EmbeddedDataSource();
        stopper.setDatabaseName(derby.getDatabaseName());
        shutdown(stopper);
    }

    /** Stops Derby as a whole: its threads end and its driver leaves the driver manager. */
    static void shutdownEngine() {
        EmbeddedDataSource stopper = new EmbeddedDataSource();
        stopper.setDatabaseName("");
        shutdown(stopper);
    }

    private static void shutdown(EmbeddedDataSource stopper) {
        stopper.setShutdownDatabase("shutdown");
        try {
            stopper.getConnection().close();
        } catch (SQLException expected) {
            // Derby reports the success of a shutdown, and that there was nothing to shut down, as an exception.
        }
    }

    private static void deleteRecursively(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
