package org.letterlock.mailbox.core.internal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.crypto.api.MessageSealer;
import org.letterlock.mail.api.MailboxId;

/** What an administrator should know of settings that do not fit the mailboxes. */
final class Warnings {

    private final Settings settings;
    private final Catalogue catalogue;
    private final EscrowFile escrowFile;

    Warnings(Settings settings, Catalogue catalogue, EscrowFile escrowFile) {
        this.settings = settings;
        this.catalogue = catalogue;
        this.escrowFile = escrowFile;
    }

    /** A line each; the sealer may be away. */
    List<String> of(@Nullable MessageSealer sealer) {
        List<String> warnings = new ArrayList<>();
        if (catalogue.all().isEmpty()) {
            warnings.add("there is no mailbox; all mail gets 450");
        }
        MailboxId postmaster = settings.postmaster();
        if (postmaster == null) {
            warnings.add(
                    "no mailbox takes mail for postmaster (" + Mailboxes.PID + ": postmasterMailbox); it gets 450");
        } else if (catalogue.find(postmaster) == null) {
            warnings.add(Mailboxes.PID + ": postmasterMailbox: there is no mailbox " + postmaster);
        }
        long others = catalogue.all().values().stream()
                .filter(entry -> !entry.stored().domain().equals(settings.domain()))
                .count();
        if (others > 0) {
            warnings.add(others + " mailboxes were made when the domain was not " + settings.domain()
                    + "; their old addresses are accepted");
        }
        warnings.addAll(escrowFile.warnings(sealer, catalogue));
        return warnings;
    }
}
