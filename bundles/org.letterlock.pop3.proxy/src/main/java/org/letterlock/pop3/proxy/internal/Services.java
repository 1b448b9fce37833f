package org.letterlock.pop3.proxy.internal;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.letterlock.intake.api.Intake;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.transport.api.Connector;

/** The services of now; each is null while it is away. */
interface Services {

    @Nullable Connector connector();

    @Nullable Intake intake();

    /** Says which mailboxes take mail. */
    @Nullable Predicate<MailboxId> activeMailboxes();
}
