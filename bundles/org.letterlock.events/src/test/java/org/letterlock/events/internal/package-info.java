@NullMarked
package org.letterlock.events.internal;

import org.jspecify.annotations.NullMarked;
