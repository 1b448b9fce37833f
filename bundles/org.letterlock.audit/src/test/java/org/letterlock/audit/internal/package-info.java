/** Tests of the audit log. */
@NullMarked
package org.letterlock.audit.internal;

import org.jspecify.annotations.NullMarked;
