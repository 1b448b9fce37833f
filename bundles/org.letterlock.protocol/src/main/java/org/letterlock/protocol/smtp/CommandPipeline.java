package org.letterlock.protocol.smtp;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A client's commands: those that wait to be sent, and those that have no reply yet. */
final class CommandPipeline {

    private record Command(SmtpClientStep step, ByteBuffer line) {}

    private final Deque<Command> queued = new ArrayDeque<>();
    private final Deque<SmtpClientStep> sent = new ArrayDeque<>();

    /** Begins with waiting for something. */
    CommandPipeline(SmtpClientStep first) {
        sent.add(first);
    }

    void add(SmtpClientStep step, ByteBuffer line) {
        queued.add(new Command(step, line));
    }

    /** From here on this is waited for and nothing else; null for nothing. */
    void expect(@Nullable SmtpClientStep step) {
        sent.clear();
        if (step != null) {
            sent.add(step);
        }
    }

    /** What is waited for first; null if nothing is. */
    @Nullable SmtpClientStep expected() {
        return sent.peekFirst();
    }

    /** Its reply is there. */
    SmtpClientStep replied() {
        return sent.remove();
    }

    /** Whether the next command may be sent before there are more replies. */
    boolean maySend(boolean pipelining) {
        SmtpClientStep last = sent.peekLast();
        return !queued.isEmpty() && (last == null || (last.mayBeFollowed() && pipelining));
    }

    /** The next command, which counts as sent. */
    ByteBuffer send() {
        Command command = queued.remove();
        sent.add(command.step());
        return command.line();
    }

    /** What was not sent will not be. */
    void stop() {
        queued.clear();
    }
}
