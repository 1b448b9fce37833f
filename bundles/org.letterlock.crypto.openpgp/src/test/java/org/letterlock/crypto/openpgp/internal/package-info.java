/** Tests of the sealing. */
@NullMarked
package org.letterlock.crypto.openpgp.internal;

import org.jspecify.annotations.NullMarked;
