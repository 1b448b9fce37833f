package org.letterlock.proxy;

import org.letterlock.transport.api.Channel;

/** Reading from a channel, suspended and resumed when that changes. Confined to the channel's sequence. */
public final class Gate {

    private final Channel channel;
    private boolean open;

    /**
     * Knows the channel.
     *
     * @param channel a channel
     * @param open whether it is read from now
     */
    public Gate(Channel channel, boolean open) {
        this.channel = channel;
        this.open = open;
    }

    /**
     * Reads, or stops reading.
     *
     * @param wanted whether to read
     */
    public void open(boolean wanted) {
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
