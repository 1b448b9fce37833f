package org.letterlock.admin.core.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.letterlock.admin.api.Problem;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mailbox.api.Mailbox;
import org.letterlock.mailbox.api.MailboxService;
import org.letterlock.mailbox.api.ProxyRules;
import org.letterlock.storage.api.MessageStore;
import org.letterlock.storage.api.PendingFigures;

/** Looks for mails that passed through the gateway, or may pass, without a copy, and for those nobody knows the fate of. */
final class ProxyCheck {

    /** Beyond that the lines would hide all others. */
    private static final int MAX_MAILBOXES = 20;

    private static final int MAX_NAMED = 5;

    private ProxyCheck() {}

    static List<Problem> problems(Parts parts) {
        List<Problem> problems = new ArrayList<>(uncopied(parts.loginRoles()));
        if (parts.store() != null) {
            problems.addAll(uncertain(parts.store()));
        }
        if (parts.mailboxes() != null) {
            problems.addAll(open(parts.mailboxes()));
        }
        return problems;
    }

    private static List<Problem> uncopied(List<LoginRoles.Role> roles) {
        Map<String, Long> mails = new TreeMap<>();
        roles.forEach(role -> mails.merge(role.protocol(), role.service().uncopied(), Long::sum));
        return mails.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(entry -> new Problem(
                        "uncopied " + entry.getKey(),
                        entry.getValue() + " mails passed the " + entry.getKey()
                                + " proxy without a copy since it started",
                        true))
                .toList();
    }

    private static List<Problem> uncertain(MessageStore store) {
        Map<MailboxId, Long> mails = store.pendingFigures().entrySet().stream()
                .filter(entry -> entry.getValue().uncertain() > 0)
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        (Map.Entry<MailboxId, PendingFigures> entry) ->
                                entry.getValue().uncertain()));
        if (mails.isEmpty()) {
            return List.of();
        }
        String named = mails.entrySet().stream()
                .sorted(Map.Entry.<MailboxId, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(entry -> entry.getKey().toString()))
                .limit(MAX_NAMED)
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining(", "));
        return List.of(new Problem(
                "uncertain",
                mails.values().stream().mapToLong(Long::longValue).sum()
                        + " mails are kept of which nobody knows whether the other server took them (" + named
                        + (mails.size() > MAX_NAMED ? ", and " + (mails.size() - MAX_NAMED) + " more mailboxes" : "")
                        + ")",
                false));
    }

    private static List<Problem> open(MailboxService mailboxes) {
        List<Mailbox> open = mailboxes.list().stream()
                .filter(mailbox -> mailbox.proxy().enabled()
                        && (mailbox.proxy().failOpen() || mailbox.proxy().passSuspended()))
                .toList();
        List<Problem> problems = new ArrayList<>();
        open.stream().limit(MAX_MAILBOXES).forEach(mailbox -> problems.add(Problem.notUrgent(line(mailbox))));
        if (open.size() > MAX_MAILBOXES) {
            problems.add(new Problem(
                    "open",
                    (open.size() - MAX_MAILBOXES)
                            + " more mailboxes let mails pass without a copy (mailbox:list --json)",
                    false));
        }
        return problems;
    }

    private static String line(Mailbox mailbox) {
        ProxyRules rules = mailbox.proxy();
        List<String> which = new ArrayList<>();
        if (rules.failOpen()) {
            which.add("those that cannot be kept (fail-open)");
        }
        if (rules.passSuspended()) {
            which.add("all while it is suspended"
                    + (mailbox.status() == Mailbox.Status.SUSPENDED ? ", as it is now" : "") + " (pass-suspended)");
        }
        return "mailbox " + mailbox.id() + " lets mails pass without a copy: " + String.join("; ", which);
    }
}
