package org.letterlock.settings;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Host names as text (RFC 1123, section 2.1; underscores are let through, since some servers have them). Nothing is looked up. */
public final class HostName {

    private static final int MAX_LENGTH = 253;

    /** The last label must not begin with a digit: resolvers take many such texts for addresses, {@code 127.1} for one. */
    private static final Pattern NAME =
            Pattern.compile("([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\\.)*[a-z_]([a-z0-9_-]{0,61}[a-z0-9_])?");

    private HostName() {}

    /**
     * Reads a name.
     *
     * @param text a name, perhaps with letters beyond ASCII (RFC 5891) and a dot at its end
     * @return the name in lower case, in ASCII and without that dot; empty if it is none
     */
    public static Optional<String> parse(String text) {
        try {
            String ascii = IDN.toASCII(text).toLowerCase(Locale.ROOT);
            String name = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
            return name.length() <= MAX_LENGTH && NAME.matcher(name).matches() ? Optional.of(name) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
