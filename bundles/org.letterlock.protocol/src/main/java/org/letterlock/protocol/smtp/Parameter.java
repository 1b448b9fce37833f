package org.letterlock.protocol.smtp;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of MAIL or RCPT (RFC 5321, section 4.1.2: esmtp-param).
 *
 * @param keyword in upper case
 * @param value as it came, empty if nothing stands behind the equals sign; null without one
 */
record Parameter(String keyword, @Nullable String value) {

    /** Reads what stands behind a path; null if a keyword comes twice. */
    static @Nullable List<Parameter> parse(String text) {
        List<Parameter> parameters = new ArrayList<>(4);
        if (text.isBlank()) {
            return parameters;
        }
        Set<String> seen = new HashSet<>();
        for (String word : text.trim().split(" +", -1)) {
            int equals = word.indexOf('=');
            String keyword = (equals < 0 ? word : word.substring(0, equals)).toUpperCase(Locale.ROOT);
            if (!seen.add(keyword)) {
                return null;
            }
            parameters.add(new Parameter(keyword, equals < 0 ? null : word.substring(equals + 1)));
        }
        return parameters;
    }

    /** The value; empty without one, which no parameter that needs one allows. */
    String text() {
        return value == null ? "" : value;
    }
}
