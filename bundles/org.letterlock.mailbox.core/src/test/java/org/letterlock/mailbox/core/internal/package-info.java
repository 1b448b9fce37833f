@NullMarked
package org.letterlock.mailbox.core.internal;

import org.jspecify.annotations.NullMarked;
