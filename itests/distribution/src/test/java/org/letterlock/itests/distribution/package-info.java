/**
 * The unpacked distribution as an operator and mail programs see it.
 */
@NullMarked
package org.letterlock.itests.distribution;

import org.jspecify.annotations.NullMarked;
