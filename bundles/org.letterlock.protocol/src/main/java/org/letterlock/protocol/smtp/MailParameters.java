package org.letterlock.protocol.smtp;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of MAIL.
 *
 * @param declaredOctets the value of SIZE (RFC 1870), 0 without it
 * @param problem why they are refused, null if they are not
 */
record MailParameters(long declaredOctets, @Nullable SmtpReply problem) {

    private static final MailParameters NONE = new MailParameters(0, null);

    /** RFC 1870, section 6 allows 20 digits; no real size needs more than 18, and those fit a long. */
    private static final int MAX_SIZE_DIGITS = 18;

    /** Reads what stands behind the path. */
    static MailParameters parse(String text) {
        if (text.isBlank()) {
            return NONE;
        }
        long declaredOctets = 0;
        Set<String> seen = new HashSet<>();
        for (String parameter : text.trim().split(" +", -1)) {
            int equals = parameter.indexOf('=');
            String keyword = (equals < 0 ? parameter : parameter.substring(0, equals)).toUpperCase(Locale.ROOT);
            String value = equals < 0 ? "" : parameter.substring(equals + 1);
            if (!seen.add(keyword)) {
                return new MailParameters(0, SmtpReplies.BAD_ARGUMENTS);
            }
            switch (keyword) {
                case "SIZE" -> {
                    declaredOctets = size(value);
                    if (declaredOctets < 0) {
                        return new MailParameters(0, SmtpReplies.BAD_ARGUMENTS);
                    }
                }
                case "BODY" -> {
                    if (!value.equalsIgnoreCase("7BIT") && !value.equalsIgnoreCase("8BITMIME")) {
                        return new MailParameters(0, SmtpReplies.BAD_ARGUMENTS);
                    }
                }
                default -> {
                    return new MailParameters(0, SmtpReplies.UNKNOWN_PARAMETER);
                }
            }
        }
        return new MailParameters(declaredOctets, null);
    }

    private static long size(String digits) {
        if (digits.isEmpty() || digits.length() > 20 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        return digits.length() > MAX_SIZE_DIGITS ? Long.MAX_VALUE : Long.parseLong(digits);
    }
}
