/**
 * All that an administrator can do and see; shell, REST and console are thin over it.
 */
@Export
@Version("2.1.0")
@NullMarked
package org.letterlock.admin.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
