package org.letterlock.audit.internal;

import java.util.regex.Pattern;

/**
 * A line of {@code key=value}, separated by blanks. A value that is not plain stands in double quotes, within which a
 * backslash is before {@code "}: so no value, made {@linkplain SafeText safe}, can look like another field or another line.
 */
final class AuditLine {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:/@%+\\[\\]-]+");

    private final StringBuilder line = new StringBuilder();

    /** Texts that are safe already. */
    AuditLine add(String key, String value) {
        line.append(line.length() == 0 ? "" : " ").append(key).append('=');
        if (PLAIN.matcher(value).matches()) {
            line.append(value);
        } else {
            line.append('"').append(value.replace("\"", "\\\"")).append('"');
        }
        return this;
    }

    @Override
    public String toString() {
        return line.toString();
    }
}
