/** Tests of the users. */
@NullMarked
package org.letterlock.users.internal;

import org.jspecify.annotations.NullMarked;
