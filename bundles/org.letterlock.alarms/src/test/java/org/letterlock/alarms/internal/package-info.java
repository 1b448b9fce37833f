/** Tests of the alarms. */
@NullMarked
package org.letterlock.alarms.internal;

import org.jspecify.annotations.NullMarked;
