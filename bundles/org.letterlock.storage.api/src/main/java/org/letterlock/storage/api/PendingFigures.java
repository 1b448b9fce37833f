package org.letterlock.storage.api;

/**
 * Mails of a mailbox that were pending copies and deserve a look, and those that still are. Mails that were deleted do not
 * count.
 *
 * @param pending copies without an outcome
 * @param uncertain mails of which nobody knows whether they were sent
 * @param rejected mails that were refused and kept
 */
public record PendingFigures(long pending, long uncertain, long rejected) {

    /**
     * The sum of these and others.
     *
     * @param others the others
     * @return both together
     */
    public PendingFigures plus(PendingFigures others) {
        return new PendingFigures(pending + others.pending, uncertain + others.uncertain, rejected + others.rejected);
    }
}
