package org.letterlock.audit.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AuditLog.Outcome;

/**
 * Appends to the chain. Whoever comes while others are being forced is forced together with all that came meanwhile. After a
 * failure the file is cut behind what is known to be durable, and the next entry is preceded by one that says how many are
 * missing. Thread-safe. An interrupt of the caller does no harm: none of the files is a channel.
 */
final class ChainWriter implements Closeable {

    /** An act that waits. Guarded by the writer, but for its own act. */
    private static final class Waiting {

        final Act act;
        boolean durable;

        @Nullable IOException failure;

        Waiting(Act act) {
            this.act = act;
        }
    }

    private final TrailFolder folder;
    private final Clock clock;
    private final long maxFileBytes;
    private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();
    private volatile TrailEnd end;
    private volatile @Nullable String problem;
    private long missing;
    private @Nullable RandomAccessFile out;

    ChainWriter(TrailFolder folder, TrailEnd end, Clock clock, long maxFileBytes) {
        this.folder = folder;
        this.end = end;
        this.clock = clock;
        this.maxFileBytes = maxFileBytes;
    }

    /** Where the chain ends; all before it is durable. */
    TrailEnd end() {
        return end;
    }

    /** Why the last entry could not be written, null if it was. */
    @Nullable String problem() {
        return problem;
    }

    /** Comes back when the act is durable. */
    void write(Act act) throws IOException {
        Waiting waiting = new Waiting(act);
        queue.add(waiting);
        synchronized (this) {
            if (!waiting.durable && waiting.failure == null) {
                writeAll();
            }
            if (waiting.failure != null) {
                throw waiting.failure;
            }
        }
    }

    /** After a failure, writes how many entries are missing, if that goes again. */
    synchronized void retry() {
        if (missing > 0) {
            writeAll();
        }
    }

    private void writeAll() {
        List<Waiting> all = new ArrayList<>();
        Waiting gap = missing == 0 ? null : new Waiting(gap());
        if (gap != null) {
            all.add(gap);
        }
        for (Waiting next = queue.poll(); next != null; next = queue.poll()) {
            all.add(next);
        }
        try {
            append(all);
            missing = 0;
            problem = null;
        } catch (IOException e) {
            discard();
            if (gap != null && gap.durable) {
                missing = 0;
            }
            for (Waiting waiting : all) {
                if (!waiting.durable && waiting != gap) {
                    waiting.failure = e;
                    missing++;
                }
            }
            problem = e.toString();
        }
    }

    private Act gap() {
        return Act.ofGateway(
                clock.instant(),
                "auditEntriesMissing",
                Map.of("entries", Long.toString(missing)),
                Outcome.FAILED,
                String.valueOf(problem));
    }

    private void append(List<Waiting> all) throws IOException {
        RandomAccessFile file = open(all.get(0).act);
        List<Waiting> part = new ArrayList<>();
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        TrailEnd next = end;
        for (Waiting waiting : all) {
            EntryFormat.Line entry = EntryFormat.write(waiting.act, next.sequence() + 1, next.hash());
            byte[] line = (entry.text() + "\n").getBytes(US_ASCII);
            if (next.length() > 0 && isForNextFile(waiting.act, next, line.length)) {
                flush(file, octets, next, part);
                file = begin(waiting.act);
                next = end;
            }
            octets.writeBytes(line);
            part.add(waiting);
            next = new TrailEnd(next.file(), next.length() + line.length, next.sequence() + 1, entry.hash());
        }
        flush(file, octets, next, part);
    }

    private boolean isForNextFile(Act act, TrailEnd last, int octets) {
        return last.length() + octets > maxFileBytes
                || (last.file() != null && !TrailFolder.month(last.file()).equals(month(act)));
    }

    private static YearMonth month(Act act) {
        return YearMonth.from(act.time().atZone(ZoneOffset.UTC));
    }

    /** The file that is written to, cut behind what is durable. One that somebody removed or cut is given up. */
    private RandomAccessFile open(Act first) throws IOException {
        Path file = end.file();
        if (file == null || !Files.exists(file) || Files.size(file) < end.length()) {
            return begin(first);
        }
        RandomAccessFile current = out;
        if (current == null) {
            current = new RandomAccessFile(file.toFile(), "rw");
            out = current;
            current.setLength(end.length());
            current.seek(end.length());
        }
        return current;
    }

    private RandomAccessFile begin(Act first) throws IOException {
        discard();
        Path file = folder.create(end.sequence() + 1, month(first));
        end = new TrailEnd(file, 0, end.sequence(), end.hash());
        RandomAccessFile begun = new RandomAccessFile(file.toFile(), "rw");
        out = begun;
        return begun;
    }

    private void flush(RandomAccessFile file, ByteArrayOutputStream octets, TrailEnd next, List<Waiting> part)
            throws IOException {
        file.write(octets.toByteArray());
        file.getFD().sync();
        end = next;
        octets.reset();
        part.forEach(waiting -> waiting.durable = true);
        part.clear();
    }

    private void discard() {
        if (out != null) {
            try {
                out.close();
            } catch (IOException e) {
                Logs.OWN.debug("a file of the audit log could not be closed", e);
            }
            out = null;
        }
    }

    @Override
    public synchronized void close() {
        discard();
    }
}
