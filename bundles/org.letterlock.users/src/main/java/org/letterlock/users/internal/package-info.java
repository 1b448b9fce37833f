/** Users of the administration: who they are, what they may do, and by which secrets. */
@NullMarked
package org.letterlock.users.internal;

import org.jspecify.annotations.NullMarked;
