package org.letterlock.protocol.pop3;

/** Finds where the reply to TOP ends. Lines end at any LF, as for those clients that do not ask for a CR before it. */
final class TopCutter {

    private enum Line {
        EMPTY,
        ONLY_CR,
        TEXT
    }

    private int bodyLines;
    private boolean inHeader = true;
    private Line line = Line.EMPTY;

    TopCutter(int bodyLines) {
        this.bodyLines = bodyLines;
    }

    /** The end of what goes out of these octets: behind the last line wanted, else {@code to}. */
    int cut(byte[] octets, int from, int to) {
        int i = from;
        while (i < to && !done()) {
            byte octet = octets[i++];
            if (octet == '\n') {
                endLine();
            } else {
                line = line == Line.EMPTY && octet == '\r' ? Line.ONLY_CR : Line.TEXT;
            }
        }
        return i;
    }

    boolean done() {
        return !inHeader && bodyLines == 0;
    }

    private void endLine() {
        if (!inHeader) {
            bodyLines--;
        } else if (line != Line.TEXT) {
            inHeader = false;
        }
        line = Line.EMPTY;
    }
}
