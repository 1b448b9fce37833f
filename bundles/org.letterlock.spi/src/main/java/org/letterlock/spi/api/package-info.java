/**
 * For integrators: what happens in the gateway. A bundle registers a {@link org.letterlock.spi.api.GatewayEventListener} and
 * is told; {@code org.letterlock.events} hands the events on.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.letterlock.spi.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
