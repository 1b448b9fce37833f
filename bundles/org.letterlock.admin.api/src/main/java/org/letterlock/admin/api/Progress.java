package org.letterlock.admin.api;

/** How far long work is. Called by the thread that does the work, often; must not block. */
@FunctionalInterface
public interface Progress {

    /** Nobody looks. */
    Progress NONE = (done, total) -> {};

    /**
     * Tells it.
     *
     * @param done octets done so far
     * @param total octets in all, as known now; may grow
     */
    void of(long done, long total);
}
