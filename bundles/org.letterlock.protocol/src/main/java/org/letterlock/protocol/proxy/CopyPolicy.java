package org.letterlock.protocol.proxy;

/** What becomes of a mail whose copy cannot be kept. */
public enum CopyPolicy {
    /** It does not pass: its client gets a temporary error. */
    FAIL_CLOSED,
    /** It passes without a copy. */
    FAIL_OPEN,
    /** No copies are made: whoever asks for one is told no, and each mail passes. */
    NO_COPIES
}
