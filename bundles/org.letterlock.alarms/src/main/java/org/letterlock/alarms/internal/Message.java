package org.letterlock.alarms.internal;

/**
 * What a receiver is told.
 *
 * @param event what happened
 * @param alarm the alarm as it was then
 */
record Message(Event event, Alarm alarm) {

    /** What is told. */
    enum Event {
        /** An alarm was raised. */
        RAISED,
        /** It was cleared. */
        CLEARED,
        /** Somebody wants to see whether messages get there. */
        TEST
    }
}
