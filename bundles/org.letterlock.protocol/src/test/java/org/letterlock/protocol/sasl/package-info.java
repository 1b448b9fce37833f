@NullMarked
package org.letterlock.protocol.sasl;

import org.jspecify.annotations.NullMarked;
