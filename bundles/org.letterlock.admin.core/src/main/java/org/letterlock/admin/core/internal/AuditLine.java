package org.letterlock.admin.core.internal;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A line of {@code key=value}, separated by blanks. A value that is not plain stands in double quotes, within which a
 * backslash is before {@code "} and {@code \}, and everything that is not visible is written {@code \x{HEX}}: so no value
 * can look like another field or another line.
 */
final class AuditLine {

    private static final int MAX_CODE_POINTS = 200;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:/@%+\\[\\]-]+");

    private final StringBuilder line = new StringBuilder();

    AuditLine add(String key, String value) {
        line.append(line.length() == 0 ? "" : " ").append(key).append('=');
        if (value.length() <= MAX_CODE_POINTS && PLAIN.matcher(value).matches()) {
            line.append(value);
        } else {
            line.append('"');
            value.codePoints().limit(MAX_CODE_POINTS).forEach(this::append);
            line.append(value.codePointCount(0, value.length()) > MAX_CODE_POINTS ? "...\"" : "\"");
        }
        return this;
    }

    private void append(int character) {
        if (!VisibleText.isVisible(character)) {
            line.append("\\x{")
                    .append(Integer.toHexString(character).toUpperCase(Locale.ROOT))
                    .append('}');
        } else {
            line.append(character == '"' || character == '\\' ? "\\" : "").appendCodePoint(character);
        }
    }

    @Override
    public String toString() {
        return line.toString();
    }
}
