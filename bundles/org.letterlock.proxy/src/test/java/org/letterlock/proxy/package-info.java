@NullMarked
package org.letterlock.proxy;

import org.jspecify.annotations.NullMarked;
