package org.letterlock.alarms.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.api.GatewayStatus;
import org.letterlock.admin.api.Problem;

/** What is wrong with the gateway. */
final class Conditions {

    /** For how long a refused mail counts as something that goes on. */
    private static final Duration RECENT = Duration.ofMinutes(10);

    private static final int[] DAYS_BEFORE_EXPIRY = {21, 7, 1};
    private static final Pattern MAILBOX = Pattern.compile("mbx-[0-9a-f]{32}");

    private final long diskWarningBytes;
    private final int unknownRecipientMails;

    /**
     * Makes it.
     *
     * @param diskWarningBytes 0 for twice the low-water mark
     */
    Conditions(long diskWarningBytes, int unknownRecipientMails) {
        this.diskWarningBytes = diskWarningBytes;
        this.unknownRecipientMails = unknownRecipientMails;
    }

    /**
     * What was found.
     *
     * @param unknown kinds of which a part that is away would know more
     */
    record Found(List<Condition> conditions, Set<Condition.Kind> unknown) {}

    Found of(GatewayAdmin admin, Instant now) {
        List<Condition> conditions = new ArrayList<>();
        admin.problems().stream().filter(Problem::urgent).map(Conditions::of).forEach(conditions::add);
        GatewayStatus status = admin.status();
        disk(status, conditions);
        certificate(status, conditions);
        unknownRecipients(status, now, conditions);
        return new Found(conditions, unknown(status));
    }

    private static Set<Condition.Kind> unknown(GatewayStatus status) {
        Set<Condition.Kind> unknown = EnumSet.noneOf(Condition.Kind.class);
        if (status.store() == null) {
            unknown.add(Condition.Kind.DISK);
            unknown.add(Condition.Kind.DAMAGE);
        }
        if (status.certificate() == null) {
            unknown.add(Condition.Kind.CERTIFICATE);
        }
        if (status.mailboxes() < 0) {
            unknown.add(Condition.Kind.DAMAGE);
            unknown.add(Condition.Kind.UNKNOWN_RECIPIENT);
        }
        return unknown;
    }

    private static Condition of(Problem problem) {
        boolean damage = problem.key().startsWith("damaged");
        Matcher mailbox = MAILBOX.matcher(problem.key());
        return new Condition(
                "problem " + problem.key(),
                damage ? Condition.Kind.DAMAGE : Condition.Kind.PROBLEM,
                true,
                mailbox.find() ? mailbox.group() : null,
                problem.line());
    }

    private void disk(GatewayStatus status, List<Condition> conditions) {
        GatewayStatus.Store store = status.store();
        if (store == null) {
            return;
        }
        long warning = diskWarningBytes == 0 ? 2 * store.lowWaterBytes() : diskWarningBytes;
        if (store.freeBytes() < warning) {
            conditions.add(new Condition(
                    "disk",
                    Condition.Kind.DISK,
                    false,
                    null,
                    "the disk of the data folder has " + store.freeBytes() + " octets free; below "
                            + store.lowWaterBytes() + " no mail is taken"));
        }
    }

    /** One for each border that is passed, so that each is told. */
    private static void certificate(GatewayStatus status, List<Condition> conditions) {
        GatewayStatus.Certificate certificate = status.certificate();
        if (certificate == null) {
            return;
        }
        for (int days : DAYS_BEFORE_EXPIRY) {
            if (certificate.daysLeft() < days) {
                conditions.add(new Condition(
                        "certificate " + days,
                        Condition.Kind.CERTIFICATE,
                        days == 1,
                        null,
                        "the certificate of the mail ports (" + String.join(", ", certificate.names()) + ") expires at "
                                + certificate.notAfter() + ", in less than " + days + (days == 1 ? " day" : " days")));
            }
        }
    }

    /** Ids only: anybody can send to any name. */
    private void unknownRecipients(GatewayStatus status, Instant now, List<Condition> conditions) {
        for (GatewayStatus.Refusal refusal : status.refusals()) {
            if (refusal.reason().equals("unknown")
                    && refusal.count() >= unknownRecipientMails
                    && refusal.last().isAfter(now.minus(RECENT))
                    && MAILBOX.matcher(refusal.recipient()).matches()) {
                conditions.add(new Condition(
                        "unknown " + refusal.recipient(),
                        Condition.Kind.UNKNOWN_RECIPIENT,
                        false,
                        refusal.recipient(),
                        "mails for " + refusal.recipient() + " are refused, since there is no such mailbox: "
                                + refusal.count() + " times, last from " + refusal.lastAddress()));
            }
        }
    }
}
