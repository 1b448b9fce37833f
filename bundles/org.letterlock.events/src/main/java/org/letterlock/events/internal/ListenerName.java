package org.letterlock.events.internal;

/** Who a listener is, for people. */
record ListenerName(String name, String bundle, String version) {

    @Override
    public String toString() {
        return name + " of bundle " + bundle + " " + version;
    }
}
