package org.letterlock.cli;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Takes the colours out of what Karaf's shell prints, and sends what it prints in red, its errors, to another stream.
 * Colours are the only way to tell them: Karaf prints both to standard output.
 */
final class ErrorSplitter extends OutputStream {

    private static final int ESCAPE = 0x1b;

    private enum State {
        TEXT,
        ESCAPED,
        PARAMETERS
    }

    private final OutputStream out;
    private final OutputStream err;
    private final StringBuilder parameters = new StringBuilder();
    private State state = State.TEXT;
    private boolean error;
    private boolean lastWasError;

    ErrorSplitter(OutputStream out, OutputStream err) {
        this.out = out;
        this.err = err;
    }

    /** A stream whose text is all errors, without colours. */
    OutputStream errorsOnly() {
        return new ErrorSplitter(err, err);
    }

    @Override
    public void write(int octet) throws IOException {
        switch (state) {
            case TEXT -> text(octet);
            case ESCAPED -> {
                state = octet == '[' ? State.PARAMETERS : State.TEXT;
                parameters.setLength(0);
            }
            case PARAMETERS -> parameter(octet);
        }
    }

    private void text(int octet) throws IOException {
        if (octet == ESCAPE) {
            state = State.ESCAPED;
            return;
        }
        // The end of an error's line is printed after its colour has ended.
        boolean toError = error || (lastWasError && octet == '\n');
        (toError ? err : out).write(octet);
        lastWasError = error;
    }

    private void parameter(int octet) {
        if (octet < 0x40) {
            parameters.append((char) octet);
            return;
        }
        state = State.TEXT;
        if (octet == 'm') {
            error = (";" + parameters + ";").contains(";31;");
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
        err.flush();
    }

    /** Leaves the streams open: they are the process's. */
    @Override
    public void close() throws IOException {
        flush();
    }
}
