package org.letterlock.storage.log.internal;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.letterlock.storage.api.LogPosition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the live mails of segments again that hold little else than deleted ones, so that those segments can go. One
 * segment at a time, a bounded number of octets in each step; the mails are requests to the writer like any other. What a
 * crash leaves half done is gone on with: the mails that were moved are no longer live in the old segment. Confined to the
 * housekeeping thread.
 */
final class Compactor {

    static final long STEP_EVERY_MILLIS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Compactor.class);

    /** So much is asked of the writer at once, or one mail: others wait no longer for it than for some mails. */
    private static final long MOVED_AT_ONCE = 1 << 20;

    private final Settings settings;
    private final InstantSource clock;
    private final LogState state;
    private final MailReader mails;
    private final DamageRegister damage;
    private final Set<Long> givenUp = new HashSet<>(); // segments, until the next start

    Compactor(Settings settings, InstantSource clock, LogState state, MailReader mails, DamageRegister damage) {
        this.settings = settings;
        this.clock = clock;
        this.state = state;
        this.mails = mails;
        this.damage = damage;
    }

    /** Moves as much as may be moved in a second. Waits for the writer. */
    void step(LogWriter writer) {
        long cutoff = clock.millis() - settings.deletedStay().toMillis();
        OptionalLong sparse = state.sparsest(settings.compactionLivePercent(), cutoff, givenUp);
        if (sparse.isEmpty()) {
            return;
        }
        long segment = sparse.getAsLong();
        try {
            if (moveFrom(segment, writer)) {
                LOG.info("segment {} is compacted, it goes when the grace is over", segment);
            }
        } catch (IOException e) {
            givenUp.add(segment);
            LOG.warn("segment {} cannot be read, is not compacted until the next start", segment, e);
        } catch (CompletionException e) {
            LOG.warn("mails of segment {} could not be moved, next try later: {}", segment, e.getMessage());
        }
    }

    /** Returns whether no mail is left. */
    private boolean moveFrom(long segment, LogWriter writer) throws IOException {
        long allowed = settings.compactionBytesPerSecond();
        List<MailReader.Mail> together = new ArrayList<>();
        long bytes = 0;
        boolean left = false;
        try (SegmentReader reader = mails.open(segment, state.endOf(segment).orElse(0))) {
            for (LogPosition position : state.liveMails(segment)) {
                if (allowed <= 0) {
                    move(together, writer);
                    return false;
                }
                RecordHeader header = mails.header(reader, position);
                allowed -= RecordHeader.LENGTH
                        + (header == null ? 0 : header.body().length());
                MailReader.Mail mail = header == null ? null : mails.read(reader, header);
                if (mail == null) {
                    left |= !dropDamaged(reader, position, header, writer);
                    continue;
                }
                bytes += mail.recordBytes();
                together.add(mail);
                if (bytes >= MOVED_AT_ONCE) {
                    move(together, writer);
                    bytes = 0;
                }
            }
        }
        move(together, writer);
        if (left) {
            givenUp.add(segment);
        }
        return !left;
    }

    /**
     * A mail that is not what was stored is not moved. Once its octets are in the quarantine it is deleted, so that its
     * segment can go; if they are not, or nobody knows which mail it was, it stays.
     */
    private boolean dropDamaged(
            SegmentReader reader, LogPosition position, @Nullable RecordHeader header, LogWriter writer)
            throws IOException {
        long next = reader.findRecord(position.offset() + RecordHeader.ALIGNMENT);
        long end = header == null ? (next < 0 ? reader.limit() : next) : header.end();
        boolean copied = damage.found(position, header, end, "a mail that was to be moved is not what was stored");
        if (!copied || header == null) {
            return false;
        }
        writer.submit(new DeleteRequest(List.of(Records.message(header))))
                .future()
                .join();
        LOG.warn(
                "damaged mail mailbox={} message={} is only in the quarantine now", header.mailbox(), header.message());
        return true;
    }

    private static void move(List<MailReader.Mail> together, LogWriter writer) {
        if (!together.isEmpty()) {
            writer.submit(new MoveRequest(together)).future().join();
            together.clear();
        }
    }
}
