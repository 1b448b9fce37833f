/**
 * The transaction by which every role (journal, proxies) stores a mail.
 */
@Export
@Version("1.2.0")
@NullMarked
package org.letterlock.intake.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
