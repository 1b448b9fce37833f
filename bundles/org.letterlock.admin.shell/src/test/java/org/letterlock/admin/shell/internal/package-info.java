/** Tests. */
@NullMarked
package org.letterlock.admin.shell.internal;

import org.jspecify.annotations.NullMarked;
