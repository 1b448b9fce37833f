/**
 * Sealing mails to a mailbox's own key, and opening them with it.
 */
@Export
@Version("1.3.0")
@NullMarked
package org.letterlock.crypto.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
