/**
 * The message index on Apache Derby. It follows the store's log on a thread of its own and can be thrown away at any
 * time.
 */
@NullMarked
package org.letterlock.index.derby.internal;

import org.jspecify.annotations.NullMarked;
