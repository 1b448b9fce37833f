/**
 * Connections, and what stands above them: the sockets outlive the protocols.
 * Imports nothing but the JDK, so that no other change ever closes a port.
 */
@Export
@Version("1.4.0")
@NullMarked
package org.letterlock.transport.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
