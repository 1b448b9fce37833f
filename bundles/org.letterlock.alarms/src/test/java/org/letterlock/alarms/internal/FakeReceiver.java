package org.letterlock.alarms.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Takes messages, unless it is away. */
final class FakeReceiver implements Receiver {

    final List<String> taken = new ArrayList<>();
    boolean away;
    int tries;

    @Override
    public String name() {
        return "mail";
    }

    @Override
    public void send(Message message) throws IOException {
        tries++;
        if (away) {
            throw new IOException("connection refused");
        }
        taken.add(message.event() + " " + message.alarm().text());
    }
}
