package org.letterlock.audit.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.AuditAdmin;
import org.letterlock.admin.api.AuditLog;
import org.letterlock.admin.api.AuditPage;
import org.letterlock.admin.api.AuditQuery;
import org.letterlock.admin.api.AuditVerification;
import org.letterlock.admin.api.Problem;
import org.letterlock.admin.api.ProblemSource;
import org.letterlock.settings.SettingException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/** The audit log: each act becomes an entry of the chain, and a line of a logger of its own, whatever becomes of the entry. */
@Component(
        name = AuditTrail.PID,
        service = {AuditLog.class, AuditAdmin.class, ProblemSource.class})
@Designate(ocd = Config.class)
public final class AuditTrail implements AuditLog, AuditAdmin, ProblemSource {

    static final String PID = "org.letterlock.audit";

    private static final long MAX_FILE_BYTES = 16L * 1024 * 1024;

    private final Clock clock;
    private final Consumer<String> lines;
    private final TrailFolder folder;
    private final ChainWriter writer;
    private final Housekeeper housekeeper;

    /** Readers hold it, so that no file goes that they have listed. Writing takes none. */
    private final ReadWriteLock files = new ReentrantReadWriteLock();

    /** Called by the component runtime. */
    @Activate
    public AuditTrail(Config config, Map<String, Object> properties) {
        this(Settings.from(properties), Clock.systemUTC(), MAX_FILE_BYTES, Logs.ACTS::info);
        housekeeper.start();
    }

    AuditTrail(Settings settings, Clock clock, long maxFileBytes, Consumer<String> lines) {
        this.clock = clock;
        this.lines = lines;
        try {
            folder = TrailFolder.open(settings.dataDirectory());
        } catch (IOException e) {
            throw unusable(e);
        }
        TornTail tail = new TornTail(folder);
        try {
            writer = new ChainWriter(folder, tail.find(clock.instant()), clock, maxFileBytes);
        } catch (IOException e) {
            closeFolder();
            throw unusable(e);
        }
        tail.acts().forEach(this::write);
        housekeeper = new Housekeeper(
                writer,
                new Retention(folder, writer, settings.retention(), files.writeLock()),
                settings.headInterval(),
                clock);
    }

    private static SettingException unusable(IOException e) {
        return new SettingException(PID, "dataDirectory", e.toString());
    }

    /** Called by the component runtime. */
    @Deactivate
    void stop() {
        housekeeper.stop();
        writer.close();
        closeFolder();
    }

    /** What its thread does from time to time. */
    void housekeep() {
        housekeeper.look(clock.instant());
    }

    private void closeFolder() {
        try {
            folder.close();
        } catch (IOException e) {
            Logs.OWN.warn("the lock of the audit log could not be closed: {}", e.toString());
        }
    }

    @Override
    public void write(String act, Map<String, String> about, Outcome outcome, String reason) {
        write(Caller.current(), act, about, outcome, reason);
    }

    @Override
    public void write(Actor actor, String act, Map<String, String> about, Outcome outcome, String reason) {
        write(Act.of(clock.instant(), actor, act, about, outcome, reason));
    }

    private void write(Act act) {
        try {
            writer.write(act);
        } catch (IOException e) {
            Logs.OWN.error("an entry of the audit log could not be written: {}; {}", e, act.line());
        } finally {
            lines.accept(act.line());
        }
    }

    @Override
    public List<Problem> problems() {
        String problem = writer.problem();
        return problem == null
                ? List.of()
                : List.of(new Problem("audit", "the audit log cannot be written: " + problem, true));
    }

    @Override
    public AuditPage audit(AuditQuery query) throws AdminException {
        return read((kept, end) -> new TrailReader(kept, end).page(query));
    }

    @Override
    public AuditVerification verifyAudit() throws AdminException {
        return read(ChainCheck::of);
    }

    @Override
    public long exportAudit(AuditQuery query, Consumer<String> sink) throws AdminException {
        return read((kept, end) -> new TrailReader(kept, end).export(query, sink));
    }

    /** Reads files that are there, up to an end. */
    private interface Reading<T> {
        T of(NavigableMap<Long, Path> kept, TrailEnd end) throws IOException;
    }

    private <T> T read(Reading<T> reading) throws AdminException {
        files.readLock().lock();
        try {
            TrailEnd end = writer.end();
            // What was begun after that end is not looked at.
            return reading.of(folder.files().headMap(end.sequence(), true), end);
        } catch (IOException e) {
            throw new AdminException(
                    AdminException.Reason.UNAVAILABLE, "the audit log cannot be read: " + e.getMessage(), e);
        } finally {
            files.readLock().unlock();
        }
    }
}
