package org.letterlock.metrics.internal;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Locale;
import org.letterlock.metrics.internal.MailboxCounters.Counted;
import org.letterlock.spi.api.DamagedMailFound;
import org.letterlock.spi.api.GatewayEvent;
import org.letterlock.spi.api.GatewayEventListener;
import org.letterlock.spi.api.LoginFailed;
import org.letterlock.spi.api.LoginSucceeded;
import org.letterlock.spi.api.MailAccepted;
import org.letterlock.spi.api.MailFailed;
import org.letterlock.spi.api.MailRelayed;
import org.letterlock.spi.api.PickupFinished;
import org.letterlock.spi.api.RecipientRefused;
import org.letterlock.spi.api.Role;
import org.letterlock.transport.api.HandshakeObserver;
import org.osgi.service.component.annotations.Component;

/**
 * Counts what happens. A component of its own, without references: counts outlive a change of settings, and whoever tells of
 * events needs nothing that needs it.
 */
@Component(
        name = "org.letterlock.metrics.events",
        service = {GatewayEventListener.class, HandshakeObserver.class, EventMetrics.class})
public final class EventMetrics implements GatewayEventListener, HandshakeObserver {

    private static final double NANOS_PER_SECOND = 1e9;

    private final MailboxCounters mailboxes = new MailboxCounters();

    private final Histogram commits = Histogram.builder()
            .name("letterlock_commit_duration_seconds")
            .help("From a mail's last octet until it is durable")
            .labelNames("role")
            .classicOnly()
            .withoutExemplars()
            .classicUpperBounds(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
            .build();

    private final Histogram logins = Histogram.builder()
            .name("letterlock_login_duration_seconds")
            .help("From a client's last word until the reply to its login")
            .labelNames("role", "result")
            .classicOnly()
            .withoutExemplars()
            .classicUpperBounds(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
            .build();

    private final Histogram handshakes = Histogram.builder()
            .name("letterlock_tls_handshake_duration_seconds")
            .help("TLS handshakes at the listeners")
            .labelNames("listener", "outcome")
            .classicOnly()
            .withoutExemplars()
            .classicUpperBounds(0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
            .build();

    private final Counter mailFailures = Counter.builder()
            .name("letterlock_mail_failures_total")
            .help("Mails that could not be kept")
            .labelNames("role", "reason")
            .withoutExemplars()
            .build();

    private final Counter loginFailures = Counter.builder()
            .name("letterlock_login_failures_total")
            .help("Logins that failed")
            .labelNames("role", "reason")
            .withoutExemplars()
            .build();

    private final Counter refusals = Counter.builder()
            .name("letterlock_recipients_refused_total")
            .help("Recipients of journal mails that were refused")
            .labelNames("listener", "reason")
            .withoutExemplars()
            .build();

    void register(PrometheusRegistry registry) {
        registry.register(commits);
        registry.register(logins);
        registry.register(handshakes);
        registry.register(mailFailures);
        registry.register(loginFailures);
        registry.register(refusals);
    }

    MailboxCounters mailboxes() {
        return mailboxes;
    }

    @Override
    public void on(GatewayEvent event) {
        if (event instanceof MailAccepted mail) {
            accepted(mail);
        } else if (event instanceof MailFailed mail) {
            failed(mail);
        } else if (event instanceof MailRelayed mail) {
            relayed(mail);
        } else if (event instanceof RecipientRefused refused) {
            refusals.labelValues(refused.listener(), lower(refused.reason())).inc();
        } else if (event instanceof LoginSucceeded login) {
            mailboxes.add(login.mailbox(), Counted.LOGINS, 1, login.role().toString());
            login(login.role(), "succeeded", login.latency());
        } else if (event instanceof LoginFailed login) {
            loginFailures
                    .labelValues(login.role().toString(), lower(login.reason()))
                    .inc();
            login(login.role(), "failed", login.latency());
        } else if (event instanceof PickupFinished pickup) {
            mailboxes.add(pickup.mailbox(), Counted.RETRIEVED, pickup.retrieved());
            mailboxes.add(pickup.mailbox(), Counted.DELETED, pickup.deleted());
            mailboxes.add(pickup.mailbox(), Counted.PICKUP_BYTES, pickup.octets());
        } else if (event instanceof DamagedMailFound damaged) {
            mailboxes.add(damaged.mailbox(), Counted.DAMAGED, 1);
        }
    }

    private void accepted(MailAccepted mail) {
        String role = mail.role().toString();
        mail.mailboxes().forEach(id -> {
            mailboxes.add(id, Counted.MAILS, 1, role, "accepted");
            mailboxes.add(id, Counted.BYTES, mail.octets(), role);
        });
        commits.labelValues(role).observe(seconds(mail.commitLatency()));
    }

    private void failed(MailFailed mail) {
        String role = mail.role().toString();
        mail.mailboxes().forEach(id -> mailboxes.add(id, Counted.MAILS, 1, role, "failed"));
        mailFailures.labelValues(role, lower(mail.reason())).inc();
    }

    private void relayed(MailRelayed mail) {
        String role = mail.role().toString();
        mailboxes.add(mail.mailbox(), Counted.RELAYED, 1, role, lower(mail.outcome()), Boolean.toString(mail.copied()));
        mailboxes.add(mail.mailbox(), Counted.RELAYED_BYTES, mail.octets(), role);
    }

    private void login(Role role, String result, Duration latency) {
        logins.labelValues(role.toString(), result).observe(seconds(latency));
    }

    @Override
    public void handshakeEnded(String listener, Duration duration, Outcome outcome) {
        handshakes.labelValues(listener, lower(outcome)).observe(seconds(duration));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / NANOS_PER_SECOND;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
