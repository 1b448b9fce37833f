package org.letterlock.protocol.pop3;

import java.nio.ByteBuffer;

/** A mail on its way from the remote server, as far as what is asked of it and what has come. */
final class MailFetch {

    /** Whether what came is the mail from its start to its end. */
    enum Extent {
        WHOLE,
        PART,
        /** The remote server must be asked for the size. */
        UNKNOWN
    }

    private static final int ALL = -1;

    private final int number;
    private final int bodyLines;
    private final boolean forClient;
    private final MultiLine lines = new MultiLine();

    private boolean copied;
    private boolean coming;
    private long octets;
    private long bodyLinesSeen;
    private boolean inHeader = true;
    private int lineOctets;

    private MailFetch(int number, int bodyLines, boolean forClient) {
        this.number = number;
        this.bodyLines = bodyLines;
        this.forClient = forClient;
    }

    /** The client wants it. */
    static MailFetch retrieve(int number) {
        return new MailFetch(number, ALL, true);
    }

    /** The client wants its header and so many lines of its body. */
    static MailFetch top(int number, int bodyLines) {
        return new MailFetch(number, bodyLines, true);
    }

    /** It is to be kept before it is deleted. */
    static MailFetch forDeletion(int number) {
        return new MailFetch(number, ALL, false);
    }

    int number() {
        return number;
    }

    boolean isForClient() {
        return forClient;
    }

    /** Headers alone are never kept. */
    boolean mayBeWhole() {
        return bodyLines != 0;
    }

    String command() {
        return bodyLines == ALL ? "RETR " + number : "TOP " + number + " " + bodyLines;
    }

    void copied(boolean begun) {
        copied = begun;
    }

    boolean isCopied() {
        return copied;
    }

    /** The reply is positive: the mail follows. */
    void begin() {
        coming = true;
    }

    boolean hasBegun() {
        return coming;
    }

    boolean isComing() {
        return coming && !lines.isComplete();
    }

    MultiLine lines() {
        return lines;
    }

    /** Takes octets into account, transparency undone. Lines end at LF, whatever stands before it. */
    void count(ByteBuffer content) {
        octets += content.remaining();
        if (bodyLines == ALL) {
            return;
        }
        for (int at = content.position(); at < content.limit(); at++) {
            if (content.get(at) != '\n') {
                lineOctets += content.get(at) == '\r' ? 0 : 1;
            } else if (!inHeader) {
                bodyLinesSeen++;
            } else {
                inHeader = lineOctets > 0;
                lineOctets = 0;
            }
        }
    }

    long octets() {
        return octets;
    }

    /** Whether it is certain to be the whole mail, whatever the remote server's TOP and LIST are like. */
    boolean isRetrieved() {
        return bodyLines == ALL;
    }

    /** Whether there seems to be no line but these. */
    boolean seemsWhole() {
        return isRetrieved() || bodyLinesSeen < bodyLines;
    }

    Extent extent() {
        if (isRetrieved()) {
            return Extent.WHOLE;
        }
        return bodyLinesSeen <= bodyLines ? Extent.UNKNOWN : Extent.PART;
    }

    /**
     * By the size that the remote server says. Some count a line's end as one octet there, so that a part may have that many;
     * and some send fewer lines than there are.
     */
    Extent extent(long size) {
        boolean whole = seemsWhole() ? octets >= size : octets == size;
        return whole ? Extent.WHOLE : Extent.PART;
    }
}
