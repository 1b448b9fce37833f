@NullMarked
package org.letterlock.protocol;

import org.jspecify.annotations.NullMarked;
