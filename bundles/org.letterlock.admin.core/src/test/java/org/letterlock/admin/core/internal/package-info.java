/** Tests. */
@NullMarked
package org.letterlock.admin.core.internal;

import org.jspecify.annotations.NullMarked;
