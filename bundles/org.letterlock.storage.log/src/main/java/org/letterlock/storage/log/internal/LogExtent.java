package org.letterlock.storage.log.internal;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.storage.api.LogPosition;

/**
 * What the log has come to at one moment, between two batches.
 *
 * @param end behind the last durable record
 * @param mailboxes what the log has come to for each mailbox
 * @param segments the segments that are there, by number
 * @param liveLargeFiles numbers of the files that hold bodies of mails that are not deleted
 */
record LogExtent(
        LogPosition end,
        Map<MailboxId, MailboxLog> mailboxes,
        NavigableMap<Long, Segment> segments,
        Set<Long> liveLargeFiles) {

    /**
     * A segment.
     *
     * @param end its end
     * @param closed whether it is complete and has a ledger
     */
    record Segment(long end, boolean closed) {}
}
