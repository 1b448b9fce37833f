/**
 * The segment log: one writer, many records per force, replay at start. Byte layouts are in docs/storage-format.md.
 */
@NullMarked
package org.letterlock.storage.log.internal;

import org.jspecify.annotations.NullMarked;
