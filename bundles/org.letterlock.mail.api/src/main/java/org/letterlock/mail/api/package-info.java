/**
 * The values every part of the gateway speaks in: addresses, envelopes, peers, identities.
 * Small and frozen, because every bundle imports it.
 */
@Export
@Version("1.1.0")
@NullMarked
package org.letterlock.mail.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
