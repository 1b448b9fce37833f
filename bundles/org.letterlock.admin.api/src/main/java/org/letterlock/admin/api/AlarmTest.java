package org.letterlock.admin.api;

import org.jspecify.annotations.Nullable;

/**
 * How a test of a receiver of alarms went.
 *
 * @param receiver {@code mail} or {@code webhook}
 * @param failure why it failed in one line, null if it was taken
 */
public record AlarmTest(String receiver, @Nullable String failure) {}
