/**
 * Reads a component's configuration so that a bad value is an error with PID, key and reason. A plain module, embedded
 * privately in the bundles that use it.
 */
@NullMarked
package org.letterlock.settings;

import org.jspecify.annotations.NullMarked;
