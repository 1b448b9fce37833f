/**
 * Slows logins down that come after failed ones. A plain module, embedded privately in the bundles that take logins.
 */
@NullMarked
package org.letterlock.throttle;

import org.jspecify.annotations.NullMarked;
