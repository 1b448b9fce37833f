/** The catalogue of mailboxes in memory, their keys, and the leases of their maildrops. */
@NullMarked
package org.letterlock.mailbox.core.internal;

import org.jspecify.annotations.NullMarked;
