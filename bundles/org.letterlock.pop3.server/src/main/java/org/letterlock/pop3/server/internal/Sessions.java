package org.letterlock.pop3.server.internal;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.letterlock.mailbox.api.MailboxService;

/** The sessions under way. */
final class Sessions {

    private final Set<Session> open = ConcurrentHashMap.newKeySet();

    void add(Session session) {
        open.add(session);
    }

    void remove(Session session) {
        open.remove(session);
        synchronized (open) {
            open.notifyAll();
        }
    }

    /** The maildrops of this service are no longer good for a next command. */
    void finishLentBy(MailboxService service) {
        open.forEach(session -> session.finishIfLentBy(service));
    }

    /** Lets the sessions end what they do, for so long at most, and drops the rest. */
    void finishAll(Duration patience) {
        open.forEach(Session::finish);
        long end = System.nanoTime() + patience.toNanos();
        try {
            synchronized (open) {
                long left = patience.toNanos();
                while (!open.isEmpty() && left > 0) {
                    TimeUnit.NANOSECONDS.timedWait(open, left);
                    left = end - System.nanoTime();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        open.forEach(Session::drop);
    }
}
