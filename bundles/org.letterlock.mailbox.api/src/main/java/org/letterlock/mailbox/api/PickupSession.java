package org.letterlock.mailbox.api;

import org.osgi.annotation.versioning.ConsumerType;

/** A session that logs in for pick-up, and holds the maildrop from then on. Thread-safe. */
@ConsumerType
public interface PickupSession {

    /**
     * Gives way to a later login with the right password, if this session's client has said and taken nothing for long
     * enough. Called by the mailbox service while the session holds a maildrop, on the thread of the other login; does not
     * block.
     *
     * @return true if it gives way: from before this returns it looks at nothing its client sends, and uses the maildrop
     *     no more; the service takes it back. False changes nothing
     */
    boolean yieldIfIdle();
}
