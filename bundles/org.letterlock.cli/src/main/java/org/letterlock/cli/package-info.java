/**
 * What {@code bin/letterlock} and the start scripts run beside the gateway, in a process of their own.
 */
@NullMarked
package org.letterlock.cli;

import org.jspecify.annotations.NullMarked;
