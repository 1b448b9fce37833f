/** Administration: mailbox operations, and what runs, what does not, and why. */
@NullMarked
package org.letterlock.admin.core.internal;

import org.jspecify.annotations.NullMarked;
