package org.letterlock.storage.log.internal;

import java.io.IOException;
import java.util.List;

/** Mails of one segment that are written again; one that was deleted or moved meanwhile is left out. */
final class MoveRequest extends Request<Integer> {

    private final List<MailReader.Mail> mails;

    MoveRequest(List<MailReader.Mail> mails) {
        this.mails = List.copyOf(mails);
    }

    @Override
    long maxBytes() {
        return mails.stream().mapToLong(MailReader.Mail::recordBytes).sum();
    }

    @Override
    Integer write(Batch batch) throws IOException {
        int moved = 0;
        for (MailReader.Mail mail : mails) {
            if (batch.isLive(mail.header().position())) {
                batch.addMoved(mail.header(), mail.chunks());
                moved++;
            }
        }
        return moved;
    }
}
