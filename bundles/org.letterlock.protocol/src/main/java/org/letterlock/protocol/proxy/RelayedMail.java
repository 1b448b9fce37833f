package org.letterlock.protocol.proxy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.protocol.smtp.SmtpAction;
import org.letterlock.protocol.smtp.SmtpReply;

/** The mail that a relay has in its hands. */
final class RelayedMail {

    private final List<SmtpAction.Recipient> accepted = new ArrayList<>();
    private SmtpAction.@Nullable Sender sender;
    private SmtpAction.@Nullable Recipient offered;
    private @Nullable SmtpReply failure;
    private long octets;
    private boolean copied;
    private boolean released;

    void begin(SmtpAction.Sender by) {
        sender = by;
        accepted.clear();
        octets = 0;
    }

    /** The server is asked whether it takes a recipient. */
    void offer(SmtpAction.Recipient recipient) {
        offered = recipient;
    }

    void answered(SmtpReply reply) {
        SmtpAction.Recipient recipient = offered;
        if (recipient != null && reply.isPositive()) {
            accepted.add(recipient);
        }
        offered = null;
    }

    SmtpRelayAction.BeginCopy beginCopy() {
        SmtpAction.Sender by = sender;
        if (by == null) {
            throw new IllegalStateException("no mail was begun");
        }
        return new SmtpRelayAction.BeginCopy(by, accepted);
    }

    /** Takes a part of it into account. */
    void count(ByteBuffer part) {
        octets += part.remaining();
    }

    long octets() {
        return octets;
    }

    /** Whether a copy of it is kept, or may be. */
    boolean isCopied() {
        return copied;
    }

    void copied(boolean kept) {
        copied = kept;
    }

    /** The first reason counts. */
    void fail(SmtpReply reason) {
        if (failure == null) {
            failure = reason;
        }
    }

    /** Why it cannot be sent on; null if it can. */
    @Nullable SmtpReply failure() {
        return failure;
    }

    /** Its end was sent: from here on it may be the server's. */
    void release() {
        released = true;
    }

    boolean isReleased() {
        return released;
    }

    void conclude() {
        released = false;
        copied = false;
    }
}
