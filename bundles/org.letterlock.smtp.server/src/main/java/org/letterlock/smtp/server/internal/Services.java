package org.letterlock.smtp.server.internal;

import org.letterlock.intake.api.Intake;
import org.letterlock.mailbox.api.MailboxService;

/** The services of one transaction, from MAIL to its end. */
record Services(MailboxService mailboxes, Intake intake) {}
