package org.letterlock.admin.core.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.GatewayStatus;

/**
 * How the gateway is doing, settings aside.
 *
 * @param drained whether new connections are turned away because an operator wants that
 * @param problems the most important first
 * @param mailboxes how many, -1 while they are not loaded
 * @param faults what does not run, the most important first
 */
record Health(
        boolean ready,
        boolean drained,
        List<Problem> problems,
        List<GatewayStatus.Listener> listeners,
        GatewayStatus.@Nullable Store store,
        GatewayStatus.@Nullable Certificate certificate,
        int mailboxes,
        List<Fault> faults) {

    /**
     * Something that an administrator should act on.
     *
     * @param key stays the same while the problem does, even where figures in its line change
     * @param line one line for people
     * @param urgent whether something does not work, rather than should be looked at
     */
    record Problem(String key, String line, boolean urgent) {

        Problem(String line) {
            this(line, line, true);
        }

        Problem(String key, String line) {
            this(key, line, true);
        }

        static Problem notUrgent(String line) {
            return new Problem(line, line, false);
        }
    }
}
