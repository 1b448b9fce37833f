package org.letterlock.storage.log.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pending copies that are there when the store starts: whoever should have told their outcome is gone. They become
 * uncertain, each once, however often that is interrupted, since only the first outcome of a copy is ever written.
 */
final class Orphans {

    private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);
    private static final byte[] NO_REPLY = {};

    private Orphans() {}

    /** Waits until they have their outcome. What cannot be read or written stays pending until the next start. */
    static void complete(LogState state, MailReader mails, LogWriter writer) {
        List<OutcomeRequest> requests = new ArrayList<>();
        for (LogPosition position : state.undecided()) {
            try (SegmentReader reader = mails.open(
                    position.segment(), state.endOf(position.segment()).orElse(0))) {
                RecordHeader header = mails.header(reader, position);
                if (header == null) {
                    LOG.error("the pending copy at {} cannot be read; it stays pending", position);
                } else {
                    requests.add(new OutcomeRequest(Records.pending(header), Outcome.UNCERTAIN, NO_REPLY));
                }
            } catch (IOException e) {
                LOG.error("the pending copy at {} cannot be read; it stays pending", position, e);
            }
        }
        requests.forEach(writer::submit);
        int completed = 0;
        for (OutcomeRequest request : requests) {
            try {
                request.future().join();
                completed++;
            } catch (CompletionException e) {
                LOG.error("a pending copy could not become uncertain; it stays pending", e.getCause());
            }
        }
        if (completed > 0) {
            LOG.warn("{} pending copies had no outcome; they are mails now, flagged as uncertain", completed);
        }
    }
}
