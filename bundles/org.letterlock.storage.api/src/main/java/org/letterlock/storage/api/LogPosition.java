package org.letterlock.storage.api;

/**
 * A place in the log. Positions only grow; the number says nothing about how many records lie between.
 *
 * @param segment number of the segment, from 1; 0 for the start of the log
 * @param offset octets into the segment
 */
public record LogPosition(long segment, long offset) implements Comparable<LogPosition> {

    /** Before every record. */
    public static final LogPosition START = new LogPosition(0, 0);

    /** Checks the arguments. */
    public LogPosition {
        if (segment < 0 || offset < 0) {
            throw new IllegalArgumentException("negative position " + segment + ":" + offset);
        }
    }

    @Override
    public int compareTo(LogPosition other) {
        int bySegment = Long.compare(segment, other.segment);
        return bySegment != 0 ? bySegment : Long.compare(offset, other.offset);
    }

    @Override
    public String toString() {
        return segment + ":" + offset;
    }
}
