/** Tests of the certificates. */
@NullMarked
package org.letterlock.certificates.internal;

import org.jspecify.annotations.NullMarked;
