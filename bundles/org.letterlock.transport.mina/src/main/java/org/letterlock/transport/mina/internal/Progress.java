package org.letterlock.transport.mina.internal;

import static java.util.concurrent.TimeUnit.SECONDS;

import org.jspecify.annotations.Nullable;

/** What a connection must come to an end with in time. Confined to its sequence. */
final class Progress {

    /** How long a peer may take to close its side once we have closed ours. */
    private static final int LINGER_SECONDS = 2;

    private final int handshakeSeconds;
    private final int writeSeconds;
    private @Nullable Deadline handshake;
    private @Nullable Deadline write;
    private @Nullable Deadline drain;
    private @Nullable Deadline linger;
    private long writtenBytes;

    Progress(int handshakeSeconds, int writeSeconds) {
        this.handshakeSeconds = handshakeSeconds;
        this.writeSeconds = writeSeconds;
    }

    static Progress of(TransportSettings settings) {
        return new Progress(settings.handshakeTimeoutSeconds(), settings.writeTimeoutSeconds());
    }

    void handshake() {
        handshake = Deadline.in(handshakeSeconds);
    }

    void established() {
        handshake = null;
    }

    void writing(long writtenSoFar) {
        writtenBytes = writtenSoFar;
        write = Deadline.in(writeSeconds);
    }

    void written() {
        write = null;
    }

    void drain(int graceSeconds) {
        drain = Deadline.in(graceSeconds);
    }

    void linger() {
        linger = Deadline.in(LINGER_SECONDS);
    }

    /** What has taken too long, or null. */
    @Nullable String late(long now, long writtenSoFar) {
        if (write != null && writtenSoFar != writtenBytes) {
            writing(writtenSoFar);
        }
        if (isOver(handshake, now)) {
            return "handshake time-out";
        }
        if (isOver(write, now)) {
            return "write time-out";
        }
        if (isOver(drain, now)) {
            return "not finished when its protocol or listener went";
        }
        return isOver(linger, now) ? "peer does not close" : null;
    }

    private static boolean isOver(@Nullable Deadline deadline, long now) {
        return deadline != null && deadline.isOver(now);
    }

    /** A point in time of {@link System#nanoTime()}. */
    private record Deadline(long at) {

        static Deadline in(int seconds) {
            return new Deadline(System.nanoTime() + SECONDS.toNanos(seconds));
        }

        boolean isOver(long now) {
            return now - at >= 0;
        }
    }
}
