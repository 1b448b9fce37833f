package org.letterlock.protocol.smtp;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.DsnRequest;

/** Reads the parameters of RCPT. */
final class RecipientParameters {

    private final boolean utf8;
    private final boolean dsnOffered;
    private @Nullable String notify;
    private @Nullable String orcpt;

    /** For a recipient of a mail that came with SMTPUTF8, or without, where DSN is offered, or not. */
    RecipientParameters(boolean utf8, boolean dsnOffered) {
        this.utf8 = utf8;
        this.dsnOffered = dsnOffered;
    }

    /** Reads what stands behind the path; says why it is refused, null if it is not. */
    @Nullable SmtpReply read(String text) {
        List<Parameter> parameters = Parameter.parse(text);
        if (parameters == null) {
            return SmtpReplies.BAD_ARGUMENTS;
        }
        for (Parameter parameter : parameters) {
            if (!dsnOffered) {
                return SmtpReplies.UNKNOWN_PARAMETER;
            }
            boolean valid;
            switch (parameter.keyword()) {
                case "NOTIFY" -> {
                    notify = DsnValues.notify(parameter.text());
                    valid = notify != null;
                }
                case "ORCPT" -> {
                    orcpt = DsnValues.orcpt(parameter.text(), utf8);
                    valid = orcpt != null;
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

    DsnRequest.Recipient dsn() {
        return notify == null && orcpt == null ? DsnRequest.Recipient.NONE : new DsnRequest.Recipient(notify, orcpt);
    }
}
