package org.letterlock.alarms.internal;

import java.io.IOException;

/** Somebody who is told of alarms. */
interface Receiver {

    /** {@code mail} or {@code webhook}. */
    String name();

    /**
     * Tells it. Blocks for half a minute or so at most.
     *
     * @throws IOException if it was not taken; the message is one line without secrets
     */
    void send(Message message) throws IOException;
}
