package org.letterlock.storage.log.internal;

import java.io.IOException;
import java.util.List;
import org.letterlock.mail.api.MailboxId;

/** Writes again the states that lie in segments which could otherwise go. */
final class CarryRequest extends Request<Integer> {

    private final List<Long> segments;
    private final List<MailboxId> mailboxes;
    private final long bytes;

    /**
     * Makes it.
     *
     * @param bytes what the states take in the log as far as is known
     */
    CarryRequest(List<Long> segments, List<MailboxId> mailboxes, long bytes) {
        this.bytes = bytes;
        this.segments = segments;
        this.mailboxes = mailboxes;
    }

    @Override
    long maxBytes() {
        return bytes;
    }

    @Override
    Integer write(Batch batch) throws IOException {
        int carried = 0;
        for (MailboxId id : mailboxes) {
            MailboxLog mailbox = batch.mailbox(id);
            byte[] state = mailbox.state();
            if (state != null && segments.contains(mailbox.stateSegment())) {
                batch.addState(id, state);
                carried++;
            }
        }
        return carried;
    }
}
