package org.letterlock.pop3.server.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MessageId;
import org.letterlock.mailbox.api.Maildrop;
import org.letterlock.protocol.pop3.Pop3Action;
import org.letterlock.protocol.pop3.Pop3BodyEncoder;
import org.letterlock.transport.api.Connection;

/**
 * A mail on its way to the peer. Used by one thread at a time; only {@link #cancel()} may come from another. A small mail
 * leaves in one buffer, reply line and terminator included: what waits for an acknowledgement would wait 40 ms.
 */
final class Retrieval {

    private static final int CHUNK_OCTETS = 64 * 1024;
    private static final int SMALLEST_READ = 512;

    /** How far it has come. */
    enum Progress {
        /** The worker has done its share; there is more. */
        MORE,
        /** The peer must take something first. */
        SLOW_PEER,
        /** All of it was sent. */
        SENT,
        /** It cannot be read, and nothing was sent. */
        UNREADABLE,
        /** It cannot be read on, and a part was sent. */
        BROKEN
    }

    private final Maildrop maildrop;
    private final Pop3Action.Retrieve wanted;
    private final MessageId id;
    private final Pop3BodyEncoder encoder;
    private long expectedOctets;
    private long sentOctets;
    private @Nullable InputStream mail;
    private @Nullable Exception failure;
    private volatile boolean cancelled;

    Retrieval(Maildrop maildrop, Pop3Action.Retrieve wanted) {
        this.maildrop = maildrop;
        this.wanted = wanted;
        Maildrop.Entry entry = maildrop.entries().get(wanted.index());
        this.id = entry.id();
        this.expectedOctets = entry.octets();
        this.encoder = new Pop3BodyEncoder(wanted.bodyLines());
    }

    /** Reads, encodes and sends while the budget lasts and the peer keeps up. Blocks on the disk only. */
    Progress send(Connection connection, Turn turn) {
        try {
            while (turn.budgetOctets > 0 && !cancelled) {
                if (!connection.isWritable()) {
                    return Progress.SLOW_PEER;
                }
                ByteBuffer octets = read();
                sentOctets += octets.remaining();
                turn.budgetOctets -= octets.remaining();
                connection.send(octets);
                if (encoder.isComplete()) {
                    close();
                    return Progress.SENT;
                }
            }
            return Progress.MORE;
        } catch (IOException | RuntimeException e) {
            failure = e;
            close();
            return sentOctets == 0 ? Progress.UNREADABLE : Progress.BROKEN;
        }
    }

    private ByteBuffer read() throws IOException {
        InputStream in = mail;
        if (in == null) {
            in = maildrop.open(wanted.index());
            mail = in;
        }
        byte[] before = sentOctets == 0 ? wanted.positive() : new byte[0];
        // One octet more than expected, so that the end is seen at once.
        int room = (int) Math.max(SMALLEST_READ, Math.min(CHUNK_OCTETS, expectedOctets + 1));
        int roomForDots = room / 64;
        ByteBuffer buffer =
                ByteBuffer.allocate(before.length + room + roomForDots + Pop3BodyEncoder.MAX_TERMINATOR_OCTETS);
        buffer.put(before);
        int read = in.readNBytes(buffer.array(), before.length, room);
        expectedOctets -= read;
        buffer.limit(before.length + read);
        return encoder.encode(buffer, read < room).position(0);
    }

    /** Makes {@link #send} return soon. From any thread. */
    void cancel() {
        cancelled = true;
    }

    void close() {
        if (mail != null) {
            try {
                mail.close();
            } catch (IOException e) {
                // Only the file is at stake here: the octets were complete, or have been given up already.
                failure = failure == null ? e : failure;
            }
        }
    }

    MessageId id() {
        return id;
    }

    boolean isWhole() {
        return wanted.bodyLines() == Pop3BodyEncoder.WHOLE;
    }

    long sentOctets() {
        return sentOctets;
    }

    @Nullable Exception failure() {
        return failure;
    }

    /** A worker's share of work: after so much it lets other sessions go first. */
    static final class Turn {

        private long budgetOctets;

        Turn(long budgetOctets) {
            this.budgetOctets = budgetOctets;
        }

        boolean isOver() {
            return budgetOctets <= 0;
        }
    }
}
