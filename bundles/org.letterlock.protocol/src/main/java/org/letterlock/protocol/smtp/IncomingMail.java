package org.letterlock.protocol.smtp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The mail of a transaction on its way in: by DATA or by BDAT, never by both (RFC 3030, section 2). What it fails for is
 * remembered, and said to every BDAT from there on: whichever reply the client goes by, it is that reason.
 */
final class IncomingMail {

    private enum Transfer {
        NONE,
        DATA,
        BDAT
    }

    private final long maxOctets;
    private final int maxReceivedHeaders;
    private final boolean binary;
    private final ReceivedCounter received = new ReceivedCounter();

    private Transfer transfer = Transfer.NONE;
    private boolean held;
    private long octets;
    private @Nullable SmtpReply failure;

    /** For a mail with BODY=BINARYMIME or without. */
    IncomingMail(SmtpServerLimits limits, boolean binary) {
        this.maxOctets = limits.maxMessageOctets();
        this.maxReceivedHeaders = limits.maxReceivedHeaders();
        this.binary = binary;
    }

    /** DATA asks for it: why it cannot come this way, null if it can. */
    @Nullable SmtpReply announceData() {
        if (binary || transfer == Transfer.BDAT) {
            return SmtpReplies.BDAT_ONLY;
        }
        transfer = Transfer.DATA;
        return null;
    }

    /** A chunk of it is on its way; may fail the mail. */
    void announce(Chunk chunk, int recipients) {
        if (!chunk.isWellFormed()) {
            fail(SmtpReplies.BAD_ARGUMENTS);
        } else if (transfer == Transfer.DATA) {
            fail(SmtpReplies.DATA_ONLY);
        } else if (recipients == 0) {
            fail(SmtpReplies.NO_RECIPIENTS);
        } else if (chunk.octetsLeft() > maxOctets - octets) {
            fail(SmtpReplies.TOO_LARGE);
        }
        transfer = Transfer.BDAT;
    }

    /** Whether a BDAT was seen: from then on it takes no recipients. */
    boolean isChunked() {
        return transfer == Transfer.BDAT;
    }

    /** Takes the next octets: whether they may be given to the caller. */
    boolean take(ByteBuffer part) {
        octets += part.remaining();
        if (octets > maxOctets) {
            fail(SmtpReplies.TOO_LARGE);
        }
        received.look(part);
        if (received.count() > maxReceivedHeaders) {
            fail(SmtpReplies.LOOP);
        }
        return failure == null;
    }

    /** The first reason counts. */
    void fail(SmtpReply reason) {
        if (failure == null) {
            failure = reason;
        }
    }

    @Nullable SmtpReply failure() {
        return failure;
    }

    /** The caller lets it come and keeps what arrives. */
    void hold() {
        held = true;
    }

    /** Whether the caller keeps something of it. */
    boolean isHeld() {
        return held;
    }

    /** The caller has it whole, or has dropped it. */
    void release() {
        held = false;
    }
}
