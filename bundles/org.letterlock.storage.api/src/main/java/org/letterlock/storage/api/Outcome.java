package org.letterlock.storage.api;

/** What became of a mail that was passed on, as far as the gateway knows. */
public enum Outcome {
    /** The server it was passed to has taken it. */
    SENT(true, false),
    /** That server has refused it; the copy is dropped like a deleted mail. */
    REJECTED(false, false),
    /** That server has refused it; the copy is kept and flagged. */
    REJECTED_KEPT(true, true),
    /** Nobody knows whether that server has taken it; the copy is kept and flagged. */
    UNCERTAIN(true, true);

    private final boolean kept;
    private final boolean flagged;

    Outcome(boolean kept, boolean flagged) {
        this.kept = kept;
        this.flagged = flagged;
    }

    /**
     * Whether the copy is a mail of its mailbox from then on.
     *
     * @return false if it is dropped
     */
    public boolean isKept() {
        return kept;
    }

    /**
     * Whether people should know of it; counted by {@link MessageStore#pendingFigures()}.
     *
     * @return true if they should
     */
    public boolean isFlagged() {
        return flagged;
    }
}
