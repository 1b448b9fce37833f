/**
 * A mail program for tests, which knows nothing of the gateway's code.
 */
@Export
@Version("1.1.0")
@NullMarked
package org.letterlock.itests.client;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
