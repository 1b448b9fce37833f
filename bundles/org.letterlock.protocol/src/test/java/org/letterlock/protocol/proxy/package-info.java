@NullMarked
package org.letterlock.protocol.proxy;

import org.jspecify.annotations.NullMarked;
