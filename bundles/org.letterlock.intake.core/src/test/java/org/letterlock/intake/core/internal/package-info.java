/** Tests. */
@NullMarked
package org.letterlock.intake.core.internal;

import org.jspecify.annotations.NullMarked;
