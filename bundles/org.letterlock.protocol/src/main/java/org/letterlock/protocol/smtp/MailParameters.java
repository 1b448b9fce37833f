package org.letterlock.protocol.smtp;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.DsnRequest;

/** Reads the parameters of MAIL. */
final class MailParameters {

    /** RFC 1870, section 6 allows 20 digits; no real size needs more than 18, and those fit a long. */
    private static final int MAX_SIZE_DIGITS = 18;

    private final Set<SmtpExtension> offered;
    private long declaredOctets;
    private boolean utf8;
    private BodyType body = BodyType.SEVEN_BIT;
    private @Nullable String ret;
    private @Nullable String envid;

    /** Parameters of extensions that are not offered are unknown. */
    MailParameters(Set<SmtpExtension> offered) {
        this.offered = offered;
    }

    /** Reads what stands behind the path; says why it is refused, null if it is not. */
    @Nullable SmtpReply read(String text) {
        List<Parameter> parameters = Parameter.parse(text);
        if (parameters == null) {
            return SmtpReplies.BAD_ARGUMENTS;
        }
        for (Parameter parameter : parameters) {
            String value = parameter.text();
            if (!isOffered(parameter.keyword())) {
                return SmtpReplies.UNKNOWN_PARAMETER;
            }
            boolean valid;
            switch (parameter.keyword()) {
                case "SIZE" -> {
                    declaredOctets = size(value);
                    valid = declaredOctets >= 0;
                }
                case "BODY" -> {
                    BodyType type = body(value);
                    valid = type != null;
                    body = type == null ? body : type;
                }
                case "SMTPUTF8" -> {
                    utf8 = true;
                    valid = parameter.value() == null;
                }
                case "RET" -> {
                    ret = DsnValues.ret(value);
                    valid = ret != null;
                }
                case "ENVID" -> {
                    envid = DsnValues.envid(value);
                    valid = envid != null;
                }
                default -> {
                    return SmtpReplies.UNKNOWN_PARAMETER;
                }
            }
            if (!valid) {
                return SmtpReplies.BAD_ARGUMENTS;
            }
        }
        return null;
    }

    /** The value of SIZE (RFC 1870), 0 without it. */
    long declaredOctets() {
        return declaredOctets;
    }

    /** Whether SMTPUTF8 is there (RFC 6531). */
    boolean utf8() {
        return utf8;
    }

    BodyType body() {
        return body;
    }

    DsnRequest.Mail dsn() {
        return ret == null && envid == null ? DsnRequest.Mail.NONE : new DsnRequest.Mail(ret, envid);
    }

    private boolean isOffered(String keyword) {
        return switch (keyword) {
            case "SMTPUTF8" -> offered.contains(SmtpExtension.SMTPUTF8);
            case "RET", "ENVID" -> offered.contains(SmtpExtension.DSN);
            default -> true;
        };
    }

    private @Nullable BodyType body(String value) {
        return switch (value.toUpperCase(Locale.ROOT)) {
            case "7BIT" -> BodyType.SEVEN_BIT;
            case "8BITMIME" -> BodyType.EIGHT_BIT;
            case "BINARYMIME" -> offered.contains(SmtpExtension.BINARYMIME) ? BodyType.BINARY : null;
            default -> null;
        };
    }

    private static long size(String digits) {
        if (digits.isEmpty() || digits.length() > 20 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        return digits.length() > MAX_SIZE_DIGITS ? Long.MAX_VALUE : Long.parseLong(digits);
    }
}
