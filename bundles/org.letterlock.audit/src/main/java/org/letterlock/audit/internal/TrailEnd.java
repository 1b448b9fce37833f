package org.letterlock.audit.internal;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the chain ends.
 *
 * @param file the file that holds the last entry or is for the next one, null if there is none
 * @param length octets of it that are durable
 * @param sequence number of the last entry, 0 if there is none
 * @param hash of the last entry
 */
record TrailEnd(@Nullable Path file, long length, long sequence, String hash) {

    static final TrailEnd EMPTY = new TrailEnd(null, 0, 0, EntryFormat.NO_HASH);
}
