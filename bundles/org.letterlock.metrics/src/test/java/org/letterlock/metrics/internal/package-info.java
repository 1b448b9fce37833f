@NullMarked
package org.letterlock.metrics.internal;

import org.jspecify.annotations.NullMarked;
