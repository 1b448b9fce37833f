package org.letterlock.protocol.smtp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.letterlock.protocol.InputBuffer;

/** Reads command lines, the next one always. What is too long is thrown away up to its end, without being kept. */
final class CommandReader {

    /**
     * A line.
     *
     * @param command what it says; null if it cannot be read
     * @param refusal why it cannot be read
     * @param last whether nothing behind it may be taken for commands
     */
    record Line(@Nullable CommandLine command, @Nullable SmtpReply refusal, boolean last) {}

    private final InputBuffer input;
    private boolean skipping;

    CommandReader(InputBuffer input) {
        this.input = input;
    }

    /** The next line, null if more input is needed. The limit goes without CRLF. */
    @Nullable Line next(int maxOctets) {
        ByteBuffer line = input.line();
        if (line == null) {
            // The CR of its CRLF may be there already.
            if (!skipping && input.octets().remaining() > maxOctets + 1) {
                Line refused = refused(input.octets(), SmtpReplies.LINE_TOO_LONG);
                if (refused.last()) {
                    return refused;
                }
                skipping = true;
            }
            if (skipping) {
                forgetPartOfLine();
            }
            return null;
        }
        if (skipping) {
            skipping = false;
            return new Line(null, SmtpReplies.LINE_TOO_LONG, false);
        }
        if (line.remaining() > maxOctets) {
            return refused(line, SmtpReplies.LINE_TOO_LONG);
        }
        CommandLine command = CommandLine.parse(line.duplicate());
        if (command == null) {
            return refused(line, SmtpReplies.BAD_LINE);
        }
        if (command.verb().equals("AUTH")) {
            // The command is a copy, which is erased once it is read.
            InputBuffer.erase(line);
        }
        return new Line(command, null, false);
    }

    /** A browser was led here, or nobody knows where the octets of a BDAT end. */
    private static Line refused(ByteBuffer line, SmtpReply refusal) {
        return HttpVerbs.begin(line)
                ? new Line(null, SmtpReplies.NOT_HTTP, true)
                : new Line(null, refusal, Chunk.mayFollow(line));
    }

    /** Keeps the last octet only, which may be the CR of a CRLF. */
    private void forgetPartOfLine() {
        ByteBuffer octets = input.octets();
        if (octets.remaining() > 1) {
            octets.position(octets.limit() - 1);
        }
    }
}
