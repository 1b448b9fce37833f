package org.letterlock.admin.core.internal.samples;

/** A component that runs. */
public final class Part {}
