/**
 * The SMTP server and the journal role: mails for gateway mailboxes go to the intake.
 */
@NullMarked
package org.letterlock.smtp.server.internal;

import org.jspecify.annotations.NullMarked;
