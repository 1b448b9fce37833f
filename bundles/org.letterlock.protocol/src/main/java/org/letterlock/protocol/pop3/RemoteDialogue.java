package org.letterlock.protocol.pop3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.letterlock.protocol.InputBuffer;

/** What the remote server was asked and says: one command at a time, first lines of replies and listings. */
final class RemoteDialogue {

    private static final int MAX_LINE_OCTETS = 8 * 1024;

    /** Takes the first line of a reply. */
    interface StatusHandler {

        void status(boolean positive, String line);
    }

    /** What the server says is no reply to what it was asked. */
    static final class UnexpectedReplyException extends Exception {

        private static final long serialVersionUID = 1L;

        private final String what;

        UnexpectedReplyException(String what) {
            super(what);
            this.what = what;
        }

        /** What the server did, for a sentence that it is the subject of. */
        String what() {
            return what;
        }
    }

    private final InputBuffer input = new InputBuffer();
    private @Nullable StatusHandler awaited;
    /** What to do when the server asks for more (RFC 5034, section 4), null if it may not. */
    private @Nullable Runnable asked;

    private @Nullable Predicate<String> filter;
    private Consumer<String> lines = line -> {};

    InputBuffer input() {
        return input;
    }

    /** Notes what a command's reply goes to; the command's octets. */
    ByteBuffer command(String command, StatusHandler handler) {
        awaited = handler;
        return ByteBuffer.wrap((command + "\r\n").getBytes(ISO_8859_1));
    }

    /** The command under way is one that the server may ask more for, any number of times. */
    void continueWith(Runnable handler) {
        asked = handler;
    }

    /** A listing follows: the lines that pass, and the dot behind them. */
    void list(Predicate<String> passing, Consumer<String> receiver) {
        filter = passing;
        lines = receiver;
    }

    boolean isListing() {
        return filter != null;
    }

    boolean isWaiting() {
        return awaited != null || filter != null;
    }

    /** Reads a line that is waited for; false if its end is not there yet. */
    boolean read() throws UnexpectedReplyException {
        ByteBuffer octets = input.line();
        int length = octets == null ? input.octets().remaining() : octets.remaining();
        if (length > MAX_LINE_OCTETS) {
            throw new UnexpectedReplyException("sent too long a line");
        }
        if (octets == null) {
            return false;
        }
        String line = printable(octets);
        Predicate<String> passing = filter;
        if (passing == null) {
            status(line);
        } else if (line.equals(".")) {
            filter = null;
            lines.accept(line);
        } else if (passing.test(line)) {
            lines.accept(line);
        }
        return true;
    }

    private void status(String line) throws UnexpectedReplyException {
        boolean positive = line.equals("+OK") || line.startsWith("+OK ");
        StatusHandler handler = awaited;
        Runnable more = asked;
        if (handler != null && more != null && (line.equals("+") || line.startsWith("+ "))) {
            more.run();
            return;
        }
        if (handler == null || (!positive && !line.equals("-ERR") && !line.startsWith("-ERR "))) {
            throw new UnexpectedReplyException("does not speak POP3");
        }
        awaited = null;
        asked = null;
        handler.status(positive, line);
    }

    /** One character each octet, without control characters; a tab separates words as a space does. */
    private static String printable(ByteBuffer octets) {
        StringBuilder line = new StringBuilder(octets.remaining());
        while (octets.hasRemaining()) {
            char c = (char) (octets.get() & 0xff);
            if (c == '\t') {
                line.append(' ');
            } else if (c >= ' ' && c != 0x7f) {
                line.append(c);
            }
        }
        return line.toString();
    }
}
