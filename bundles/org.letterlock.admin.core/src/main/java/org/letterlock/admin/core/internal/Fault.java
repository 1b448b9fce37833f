package org.letterlock.admin.core.internal;

import java.util.Locale;
import org.letterlock.admin.api.GatewayStatus;

/**
 * Something of ours that does not run.
 *
 * @param name the component, or the bundle if it is not even active
 * @param symbolicName its bundle
 * @param version its bundle's version
 * @param root whether the cause is here, and not in another fault
 */
record Fault(String name, String symbolicName, String version, State state, String reason, boolean root) {

    /** The most important first. */
    enum State {
        FAILED,
        UNCONFIGURED,
        UNSATISFIED
    }

    String line() {
        return reason.startsWith(name + ": ") ? reason : name + " " + verb() + ": " + reason;
    }

    GatewayStatus.Component component() {
        return new GatewayStatus.Component(name, symbolicName + " " + version, stateName(), reason);
    }

    private String verb() {
        return state == State.FAILED ? "failed" : "is " + stateName();
    }

    private String stateName() {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
