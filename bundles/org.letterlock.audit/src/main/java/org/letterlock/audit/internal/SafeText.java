package org.letterlock.audit.internal;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Text of anybody, for people: what is not visible is written {@code \x{HEX}}, a backslash twice, and what is longer than 200
 * characters ends in three dots.
 */
final class SafeText {

    private static final int MAX_CODE_POINTS = 200;

    /** Control and format characters, lone surrogates, private and unassigned ones, separators of lines and paragraphs. */
    private static final Pattern ESCAPED = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}\\\\]");

    private SafeText() {}

    static String of(String text) {
        boolean cut = text.codePointCount(0, text.length()) > MAX_CODE_POINTS;
        String kept = cut ? text.substring(0, text.offsetByCodePoints(0, MAX_CODE_POINTS)) + "..." : text;
        return ESCAPED.matcher(kept).replaceAll(match -> escape(match.group().codePointAt(0)));
    }

    /** Backslashes are doubled once more for the replacement. */
    private static String escape(int character) {
        return character == '\\'
                ? "\\\\\\\\"
                : "\\\\x{" + Integer.toHexString(character).toUpperCase(Locale.ROOT) + '}';
    }
}
