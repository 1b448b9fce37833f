package org.letterlock.protocol.smtp;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the values of the parameters of RFC 3461, section 4; each method gives null for one that is not well-formed. */
final class DsnValues {

    private static final int MAX_ENVID_OCTETS = 100;
    private static final int MAX_ORCPT_OCTETS = 500;

    /** At least one character; what is encoded is printable ASCII or white space, as sections 4.2 and 4.4 ask for. */
    private static final Pattern XTEXT = Pattern.compile("(?:[!-*,-<>-~]|\\+09|\\+[2-6][0-9A-F]|\\+7[0-9A-E])+");

    private static final Pattern ADDRESS_TYPE = Pattern.compile("[A-Za-z0-9!#$%&'*/?^_`{|}~-]+");
    private static final Set<String> EVENTS = Set.of("SUCCESS", "FAILURE", "DELAY");
    private static final String NEVER = "NEVER";

    private DsnValues() {}

    static @Nullable String ret(String value) {
        String what = value.toUpperCase(Locale.ROOT);
        return what.equals("FULL") || what.equals("HDRS") ? what : null;
    }

    static @Nullable String envid(String value) {
        return value.length() <= MAX_ENVID_OCTETS && isXtext(value) ? value : null;
    }

    static @Nullable String notify(String value) {
        String when = value.toUpperCase(Locale.ROOT);
        if (when.equals(NEVER)) {
            return when;
        }
        Set<String> events = new LinkedHashSet<>();
        for (String event : when.split(",", -1)) {
            if (!EVENTS.contains(event)) {
                return null;
            }
            events.add(event);
        }
        return String.join(",", events);
    }

    static @Nullable String orcpt(String value) {
        int semicolon = value.indexOf(';');
        boolean isAddress = semicolon > 0
                && value.length() <= MAX_ORCPT_OCTETS
                && ADDRESS_TYPE.matcher(value.substring(0, semicolon)).matches()
                && isXtext(value.substring(semicolon + 1));
        return isAddress ? value : null;
    }

    private static boolean isXtext(String text) {
        return XTEXT.matcher(text).matches();
    }
}
