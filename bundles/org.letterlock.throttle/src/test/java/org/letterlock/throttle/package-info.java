@NullMarked
package org.letterlock.throttle;

import org.jspecify.annotations.NullMarked;
