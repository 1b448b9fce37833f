package org.letterlock.protocol.pop3;

/** The multi-line reply to LIST or UIDL, in pieces: a maildrop may hold hundreds of thousands of mails. */
final class Listing {

    /** What stands behind a mail's number. */
    enum Kind {
        SIZES,
        IDS
    }

    private final Drop drop;
    private final Kind kind;
    private int next;

    Listing(Drop drop, Kind kind) {
        this.drop = drop;
        this.kind = kind;
    }

    /** Appends lines while the text is shorter than {@code length}; says whether that was all of them. */
    boolean appendTo(StringBuilder text, int length) {
        next = drop.nextFrom(next);
        while (next < drop.size()) {
            if (text.length() >= length) {
                return false;
            }
            appendLine(text, next);
            next = drop.nextFrom(next + 1);
        }
        text.append(".\r\n");
        return true;
    }

    void appendLine(StringBuilder text, int index) {
        text.append(index + 1).append(' ');
        switch (kind) {
            case SIZES -> text.append(drop.octets(index));
            case IDS -> text.append(drop.uidl(index));
        }
        text.append("\r\n");
    }
}
