/** Alarms: what is wrong for a while is told once, to people by mail and to programs by a webhook. */
@NullMarked
package org.letterlock.alarms.internal;

import org.jspecify.annotations.NullMarked;
