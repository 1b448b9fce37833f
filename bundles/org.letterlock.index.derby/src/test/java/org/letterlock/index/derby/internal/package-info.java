@NullMarked
package org.letterlock.index.derby.internal;

import org.jspecify.annotations.NullMarked;
