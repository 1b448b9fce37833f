package org.letterlock.itests.distribution;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** A segment of the store read by its published layout, docs/reference/store.md, with nothing of the gateway's code. */
final class SegmentFile {

    private static final int SEGMENT_HEADER = 72;
    private static final int RECORD_HEADER = 208;
    private static final byte[] MAGIC = "LLRC".getBytes(StandardCharsets.US_ASCII);
    private static final int TYPE_AT = 5;
    private static final int MESSAGE = 1;
    private static final int MAILBOX_AT = 32;
    private static final int MAILBOX_LENGTH = 16;
    private static final int BODY_LENGTH_AT = 88;
    private static final int FILE_AT = 96;

    private SegmentFile() {}

    /** The sealed mails of a mailbox that lie in the segment itself. */
    static List<byte[]> mailsOf(byte[] segment, String mailbox) {
        ByteBuffer in = ByteBuffer.wrap(segment);
        List<byte[]> mails = new ArrayList<>();
        int at = SEGMENT_HEADER;
        while (at + RECORD_HEADER <= segment.length
                && Arrays.equals(segment, at, at + MAGIC.length, MAGIC, 0, MAGIC.length)) {
            int length = in.getLong(at + FILE_AT) == 0 ? Math.toIntExact(in.getLong(at + BODY_LENGTH_AT)) : 0;
            int body = at + RECORD_HEADER;
            String owner = HexFormat.of().formatHex(segment, at + MAILBOX_AT, at + MAILBOX_AT + MAILBOX_LENGTH);
            if (segment[at + TYPE_AT] == MESSAGE && mailbox.equals("mbx-" + owner)) {
                mails.add(Arrays.copyOfRange(segment, body, body + length));
            }
            at = body + (length + 7) / 8 * 8;
        }
        return mails;
    }
}
