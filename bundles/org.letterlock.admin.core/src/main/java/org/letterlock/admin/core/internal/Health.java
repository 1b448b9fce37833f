package org.letterlock.admin.core.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.GatewayStatus;
import org.letterlock.admin.api.Problem;

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
        List<Fault> faults) {}
