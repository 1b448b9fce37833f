package org.letterlock.admin.api;

/**
 * Whether the gateway serves new connections.
 *
 * @param drained whether it turns them away
 * @param connections sessions under way; connections that wait or are turned away do not count
 */
public record DrainState(boolean drained, int connections) {}
