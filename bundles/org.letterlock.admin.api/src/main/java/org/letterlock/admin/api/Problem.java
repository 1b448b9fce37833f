package org.letterlock.admin.api;

/**
 * Something that an administrator should act on.
 *
 * @param key stays the same while the problem does, even where figures in its line change
 * @param line one line for people
 * @param urgent whether something does not work, rather than should be looked at
 */
public record Problem(String key, String line, boolean urgent) {

    /**
     * Something does not work.
     *
     * @param line one line without figures that change, its own key
     * @return the problem
     */
    public static Problem urgent(String line) {
        return new Problem(line, line, true);
    }

    /**
     * Something should be looked at.
     *
     * @param line one line without figures that change, its own key
     * @return the problem
     */
    public static Problem notUrgent(String line) {
        return new Problem(line, line, false);
    }
}
