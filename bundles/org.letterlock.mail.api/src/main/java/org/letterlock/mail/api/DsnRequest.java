package org.letterlock.mail.api;

import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a sender asked of delivery status notifications (RFC 3461). Values stand as they came, checked and in their xtext
 * encoding (section 4), so that each is one word; an original recipient of the type utf-8 may have UTF-8 in it (RFC 6533,
 * section 3).
 *
 * @param mail the parameters of MAIL
 * @param recipients the parameters of RCPT, for those recipients of the envelope that came with any
 */
public record DsnRequest(Mail mail, Map<MailAddress, Recipient> recipients) {

    /** Nothing was asked. */
    public static final DsnRequest NONE = new DsnRequest(Mail.NONE, Map.of());

    /** Copies the map. */
    public DsnRequest {
        Objects.requireNonNull(mail, "mail");
        recipients = Map.copyOf(recipients);
    }

    /**
     * The parameters of MAIL.
     *
     * @param ret {@code FULL} or {@code HDRS} (section 4.3), null without it
     * @param envid the sender's name for the transaction (section 4.4), 1 to 100 characters; null without it
     */
    public record Mail(@Nullable String ret, @Nullable String envid) {

        /** None of them. */
        public static final Mail NONE = new Mail(null, null);

        /** As in the command; empty if there are none. */
        @Override
        public String toString() {
            return parameters("RET", ret, "ENVID", envid);
        }
    }

    /**
     * The parameters of a RCPT.
     *
     * @param notifyOn {@code NEVER}, or a comma list of {@code SUCCESS}, {@code FAILURE}, {@code DELAY} (section 4.1); null
     *     without it
     * @param orcpt the original recipient, address type and address (section 4.2), 3 to 500 characters; null without it
     */
    public record Recipient(
            @Nullable String notifyOn, @Nullable String orcpt) {

        /** None of them. */
        public static final Recipient NONE = new Recipient(null, null);

        /** As in the command; empty if there are none. */
        @Override
        public String toString() {
            return parameters("NOTIFY", notifyOn, "ORCPT", orcpt);
        }
    }

    private static String parameters(
            String first, @Nullable String firstValue, String second, @Nullable String secondValue) {
        return Stream.of(parameter(first, firstValue), parameter(second, secondValue))
                .filter(parameter -> !parameter.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static String parameter(String keyword, @Nullable String value) {
        return value == null ? "" : keyword + "=" + value;
    }
}
