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

    /** Fewer lines than asked for are all there are. */
    Extent extent() {
        if (bodyLines == ALL || bodyLinesSeen < bodyLines) {
            return Extent.WHOLE;
        }
        return bodyLinesSeen == bodyLines ? Extent.UNKNOWN : Extent.PART;
    }

    Extent extent(long size) {
        return octets >= size ? Extent.WHOLE : Extent.PART;
    }
}
