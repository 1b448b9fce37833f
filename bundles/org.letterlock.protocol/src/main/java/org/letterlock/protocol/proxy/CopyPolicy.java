package org.letterlock.protocol.proxy;

/** What becomes of a mail whose copy cannot be kept. */
public enum CopyPolicy {
    /** It is not sent on: its client gets a temporary error. */
    FAIL_CLOSED,
    /** It is sent on without a copy. */
    FAIL_OPEN
}
