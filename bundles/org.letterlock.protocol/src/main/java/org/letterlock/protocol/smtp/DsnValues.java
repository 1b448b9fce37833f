package org.letterlock.protocol.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;

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

    /** RFC 6533, section 3: utf-8-addr-unitext, less the controls of U+0080 to U+009F; any backslash is taken. */
    private static final Pattern UNITEXT = Pattern.compile("[!-*,-<>-~\\x{a0}-\\x{10ffff}]+");

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

    /** With SMTPUTF8 an address of the type utf-8 may come as it is (RFC 6533, section 3). */
    static @Nullable String orcpt(String value, boolean utf8) {
        int semicolon = value.indexOf(';');
        if (semicolon < 0 || value.getBytes(UTF_8).length > MAX_ORCPT_OCTETS) {
            return null;
        }
        String type = value.substring(0, semicolon);
        String address = value.substring(semicolon + 1);
        boolean isAddress = isXtext(address)
                || (utf8
                        && type.equalsIgnoreCase("utf-8")
                        && UNITEXT.matcher(address).matches());
        return isAddress && ADDRESS_TYPE.matcher(type).matches() ? value : null;
    }

    private static boolean isXtext(String text) {
        return XTEXT.matcher(text).matches();
    }
}
