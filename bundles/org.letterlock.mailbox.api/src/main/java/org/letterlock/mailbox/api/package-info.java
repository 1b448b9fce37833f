/**
 * Mailboxes: their life, who may receive for them, and the maildrop that an archiver empties.
 */
@Export
@Version("2.5.0")
@NullMarked
package org.letterlock.mailbox.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
