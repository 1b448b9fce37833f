package org.letterlock.protocol.smtp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Replies that wait to be written together, as RFC 2920, section 3.2 wants it. */
final class ReplyQueue {

    private static final int USUAL_OCTETS = 256;

    private @Nullable ByteBuffer octets;

    void add(SmtpReply reply) {
        ByteBuffer target = octets;
        if (target == null) {
            target = ByteBuffer.allocate(Math.max(USUAL_OCTETS, reply.length()));
        } else if (target.remaining() < reply.length()) {
            int needed = target.position() + reply.length();
            target =
                    ByteBuffer.allocate(Math.max(needed, 2 * target.capacity())).put(target.flip());
        }
        reply.appendTo(target);
        octets = target;
    }

    /** What waits, null if nothing does. The buffer is the caller's. */
    @Nullable ByteBuffer take() {
        ByteBuffer taken = octets;
        octets = null;
        return taken == null ? null : taken.flip();
    }
}
