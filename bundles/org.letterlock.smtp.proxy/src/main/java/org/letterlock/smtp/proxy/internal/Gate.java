package org.letterlock.smtp.proxy.internal;

import org.letterlock.transport.api.Channel;

/** Reading from a channel, suspended and resumed when that changes. */
final class Gate {

    private final Channel channel;
    private boolean open;

    /** Knows the channel, and whether it is read from. */
    Gate(Channel channel, boolean open) {
        this.channel = channel;
        this.open = open;
    }

    void open(boolean wanted) {
        if (wanted != open) {
            open = wanted;
            if (wanted) {
                channel.resumeReads();
            } else {
                channel.suspendReads();
            }
        }
    }
}
