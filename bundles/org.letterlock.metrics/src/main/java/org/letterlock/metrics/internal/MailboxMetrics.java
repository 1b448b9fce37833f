package org.letterlock.metrics.internal;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.letterlock.mailbox.api.Mailbox;
import org.letterlock.mailbox.api.MailboxService;
import org.letterlock.storage.api.StoreMaintenance;

/** How the mailboxes are doing, and what was counted for them. */
final class MailboxMetrics {

    private final MailboxNames names;
    private final MailboxCounters counters;

    MailboxMetrics(MailboxNames names, MailboxCounters counters) {
        this.names = names;
        this.counters = counters;
    }

    void collect(Parts parts, Sheet sheet) {
        MailboxService service = parts.mailboxes();
        if (service != null) {
            List<Mailbox> mailboxes = service.list();
            names.update(mailboxes).forEach(counters::forget);
            mailboxes.forEach(mailbox -> mailbox(mailbox, sheet));
            service.damagedMails().forEach((id, mails) -> {
                String name = names.of(id);
                if (name != null) {
                    sheet.gauge(
                            "letterlock_mailbox_damaged_mails",
                            "Damaged mails that are hidden from pick-up",
                            mails,
                            "mailbox",
                            name);
                }
            });
        }
        counters.collect(sheet, names);
        ledgerHeads(parts.maintenance(), sheet);
    }

    private void mailbox(Mailbox mailbox, Sheet sheet) {
        String name = names.of(mailbox.id());
        if (name == null) {
            return;
        }
        sheet.gauge(
                "letterlock_mailboxes",
                "Mailboxes by status",
                1,
                "status",
                mailbox.status().name().toLowerCase(Locale.ROOT));
        if (mailbox.messages() >= 0) {
            sheet.gauge(
                    "letterlock_mailbox_waiting_mails",
                    "Mails that wait for pick-up",
                    mailbox.messages(),
                    "mailbox",
                    name);
            sheet.gauge(
                    "letterlock_mailbox_waiting_bytes",
                    "Octets of the mails that wait for pick-up",
                    mailbox.bytes(),
                    "mailbox",
                    name);
        }
        Instant oldest = mailbox.oldest();
        if (oldest != null) {
            sheet.earliest(
                    "letterlock_mailbox_oldest_waiting_timestamp_seconds",
                    "When the oldest mail that waits for pick-up was received",
                    oldest.getEpochSecond(),
                    "mailbox",
                    name);
        }
        Instant received = mailbox.lastReceived();
        if (received != null) {
            sheet.latest(
                    "letterlock_mailbox_last_received_timestamp_seconds",
                    "When the mailbox last took a mail",
                    received.getEpochSecond(),
                    "mailbox",
                    name);
        }
        Instant pickup = mailbox.lastPickup();
        if (pickup != null) {
            sheet.latest(
                    "letterlock_mailbox_last_pickup_timestamp_seconds",
                    "When the last pick-up login was since the gateway started",
                    pickup.getEpochSecond(),
                    "mailbox",
                    name);
        }
    }

    private void ledgerHeads(@Nullable StoreMaintenance maintenance, Sheet sheet) {
        if (maintenance != null) {
            for (StoreMaintenance.LedgerHead head : maintenance.ledgerHeads()) {
                String name = names.of(head.mailbox());
                if (name != null) {
                    sheet.gauge(
                            "letterlock_ledger_head_sequence",
                            "Number of the mailbox's last mail in the ledger",
                            head.sequence(),
                            "mailbox",
                            name);
                }
            }
        }
    }
}
