/** The intake: trace headers, sealing for each mailbox, storing. */
@NullMarked
package org.letterlock.intake.core.internal;

import org.jspecify.annotations.NullMarked;
