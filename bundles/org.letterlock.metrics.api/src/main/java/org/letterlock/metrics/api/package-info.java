/**
 * The gateway's metrics, for whoever serves them.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.letterlock.metrics.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
