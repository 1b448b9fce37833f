package org.letterlock.storage.log.internal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The records of a segment one by one, with the places between them that hold none. */
final class SegmentRecords {

    private final SegmentReader reader;
    private long at = SegmentHeader.LENGTH;
    private long gap = -1;

    SegmentRecords(SegmentReader reader) {
        this.reader = reader;
    }

    /** The next record that is whole, or null at the end. */
    @Nullable RecordHeader next() throws IOException {
        gap = -1;
        if (at >= reader.limit()) {
            return null;
        }
        RecordHeader header = reader.headerAt(at);
        if (header == null) {
            gap = at;
            long next = reader.findRecord(at + RecordHeader.ALIGNMENT);
            at = next < 0 ? reader.limit() : next;
            header = next < 0 ? null : reader.headerAt(next);
        }
        at = header == null ? at : header.end();
        return header;
    }

    /** Where what was skipped before the last one begins, or -1 if nothing was. */
    long gap() {
        return gap;
    }
}
