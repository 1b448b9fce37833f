@NullMarked
package org.letterlock.protocol.pop3;

import org.jspecify.annotations.NullMarked;
