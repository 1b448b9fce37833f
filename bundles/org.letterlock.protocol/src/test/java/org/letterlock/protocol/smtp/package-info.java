@NullMarked
package org.letterlock.protocol.smtp;

import org.jspecify.annotations.NullMarked;
