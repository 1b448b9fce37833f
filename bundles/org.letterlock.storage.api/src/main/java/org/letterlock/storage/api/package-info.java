/**
 * The durable store of sealed mails and mailbox events, and the index over it.
 */
@Export
@Version("1.5.0")
@NullMarked
package org.letterlock.storage.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
