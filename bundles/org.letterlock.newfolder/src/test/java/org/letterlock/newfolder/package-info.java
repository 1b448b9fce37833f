/** Tests of folders that are there as a whole. */
@NullMarked
package org.letterlock.newfolder;

import org.jspecify.annotations.NullMarked;
