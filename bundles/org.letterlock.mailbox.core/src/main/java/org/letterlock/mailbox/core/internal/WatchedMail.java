package org.letterlock.mailbox.core.internal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A mail on its way out, whose failures are looked at before the reader sees them. */
final class WatchedMail extends FilterInputStream {

    /** Says what the reader sees of a failure. */
    interface Examiner {
        IOException examine(IOException failure);
    }

    private final Examiner examiner;

    WatchedMail(InputStream mail, Examiner examiner) {
        super(mail);
        this.examiner = examiner;
    }

    @Override
    public int read() throws IOException {
        try {
            return super.read();
        } catch (IOException e) {
            throw examiner.examine(e);
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            return super.read(target, offset, length);
        } catch (IOException e) {
            throw examiner.examine(e);
        }
    }
}
