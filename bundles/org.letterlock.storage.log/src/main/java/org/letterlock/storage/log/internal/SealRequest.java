package org.letterlock.storage.log.internal;

/**
 * Ends the segment if it is still the one that is written; if the store cannot be written, makes the writer try again.
 * Nobody waits for its outcome.
 */
final class SealRequest extends Request<Integer> {

    private final long segment;

    SealRequest(long segment) {
        this.segment = segment;
    }

    long segment() {
        return segment;
    }

    @Override
    long maxBytes() {
        return 0;
    }

    @Override
    Integer write(Batch batch) {
        return 0;
    }
}
