/** The certificate that the mail ports and the console show: what it is, and another one in its place. */
@Export
@Version("1.0.0")
@NullMarked
package org.letterlock.certificates.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
