/** Components of the bundles that the framework test makes. */
@NullMarked
package org.letterlock.admin.core.internal.samples;

import org.jspecify.annotations.NullMarked;
