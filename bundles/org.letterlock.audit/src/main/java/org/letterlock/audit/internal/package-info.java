/**
 * The audit log: a chain of entries in files, and the log line of each.
 */
@NullMarked
package org.letterlock.audit.internal;

import org.jspecify.annotations.NullMarked;
