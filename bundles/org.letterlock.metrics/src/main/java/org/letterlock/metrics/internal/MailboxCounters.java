package org.letterlock.metrics.internal;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import org.letterlock.mail.api.MailboxId;

/**
 * Counts by mailbox. It is the id that counts are kept under, so that they go on under a new name and end with the mailbox.
 * Thread-safe.
 */
final class MailboxCounters {

    /** What is counted. */
    enum Counted {
        MAILS("letterlock_mails", "Mails for the mailbox that were kept, or could not be", "role outcome"),
        BYTES("letterlock_mail_bytes", "Octets of kept mails, as they were received", "role"),
        RELAYED("letterlock_relayed_mails", "Mails that passed through a proxy", "role outcome copied"),
        RELAYED_BYTES("letterlock_relayed_bytes", "Octets of mails that passed through a proxy", "role"),
        LOGINS("letterlock_mailbox_logins", "Logins that succeeded", "role"),
        RETRIEVED("letterlock_pickup_mails", "Mails that archivers retrieved as a whole", ""),
        DELETED("letterlock_pickup_deleted_mails", "Mails that archivers deleted", ""),
        PICKUP_BYTES("letterlock_pickup_bytes", "Octets sent to archivers", ""),
        DAMAGED("letterlock_damaged_mails_found", "Mails that pick-ups found damaged", "");

        private final String metric;
        private final String help;
        /** Names of the labels beside the mailbox, divided by blanks. */
        private final String labels;

        Counted(String metric, String help, String labels) {
            this.metric = metric;
            this.help = help;
            this.labels = labels;
        }
    }

    private static final Pattern BLANK = Pattern.compile(" ");

    private record Series(Counted counted, List<String> values) {}

    private final Map<MailboxId, Map<Series, LongAdder>> counts = new ConcurrentHashMap<>();

    void add(MailboxId mailbox, Counted counted, long amount, String... values) {
        counts.computeIfAbsent(mailbox, id -> new ConcurrentHashMap<>())
                .computeIfAbsent(new Series(counted, List.of(values)), series -> new LongAdder())
                .add(amount);
    }

    /** The mailbox is gone. */
    void forget(MailboxId mailbox) {
        counts.remove(mailbox);
    }

    void collect(Sheet sheet, MailboxNames names) {
        counts.forEach((id, series) -> {
            String name = names.of(id);
            if (name != null) {
                series.forEach((one, count) ->
                        sheet.counter(one.counted().metric, one.counted().help, count.sum(), labels(name, one)));
            }
        });
    }

    private static String[] labels(String name, Series series) {
        List<String> labels = new ArrayList<>(List.of("mailbox", name));
        Iterator<String> values = series.values().iterator();
        BLANK.splitAsStream(series.counted().labels)
                .filter(label -> !label.isEmpty())
                .forEach(label -> {
                    labels.add(label);
                    labels.add(values.next());
                });
        return labels.toArray(String[]::new);
    }
}
