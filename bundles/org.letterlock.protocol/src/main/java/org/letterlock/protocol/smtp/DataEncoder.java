package org.letterlock.protocol.smtp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Makes what follows DATA of a mail: a dot at the start of a line is doubled (RFC 5321, section 4.5.2). A bare CR or LF does not
 * pass (section 2.3.8): a server that takes one for the end of a line could be made to see the end of the mail, and commands behind it.
 */
final class DataEncoder {

    private static final byte[] DOT = {'.', '\r', '\n'};
    private static final byte[] CRLF_DOT = {'\r', '\n', '.', '\r', '\n'};

    private boolean lineStart = true;
    /** A CR came last, and is not given out before its LF is there. */
    private boolean heldCr;

    /** Encodes the next octets; null, and nothing of them is given out, if there is a bare CR or LF in them. */
    @Nullable ByteBuffer encode(ByteBuffer chunk) {
        int dots = 0;
        boolean atStart = lineStart;
        boolean cr = heldCr;
        for (int i = chunk.position(); i < chunk.limit(); i++) {
            byte octet = chunk.get(i);
            if (cr != (octet == '\n')) {
                return null;
            }
            cr = octet == '\r';
            dots += atStart && octet == '.' ? 1 : 0;
            atStart = octet == '\n';
        }
        ByteBuffer encoded = ByteBuffer.allocate(chunk.remaining() + dots + 1);
        if (heldCr && chunk.hasRemaining()) {
            encoded.put((byte) '\r');
        }
        heldCr = cr;
        ByteBuffer in = chunk.slice(chunk.position(), chunk.remaining() - (cr && chunk.hasRemaining() ? 1 : 0));
        if (dots == 0) {
            encoded.put(in);
        } else {
            doubleDots(in, encoded);
        }
        lineStart = atStart;
        return encoded.flip();
    }

    private void doubleDots(ByteBuffer in, ByteBuffer encoded) {
        boolean atStart = lineStart;
        while (in.hasRemaining()) {
            byte octet = in.get();
            if (atStart && octet == '.') {
                encoded.put(octet);
            }
            encoded.put(octet);
            atStart = octet == '\n';
        }
    }

    /** The end of the mail, with a CRLF before it if there is none; null if the mail ends with a bare CR. */
    @Nullable ByteBuffer end() {
        return heldCr ? null : ByteBuffer.wrap(lineStart ? DOT : CRLF_DOT).asReadOnlyBuffer();
    }
}
