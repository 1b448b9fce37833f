package org.letterlock.audit.internal;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AuditLog;
import org.letterlock.admin.api.AuditLog.Outcome;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.spi.api.GatewayEvent;
import org.letterlock.spi.api.GatewayEventListener;
import org.letterlock.spi.api.LoginFailed;
import org.letterlock.spi.api.LoginSucceeded;
import org.letterlock.spi.api.Role;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Writes archivers' logins to the audit log, few entries for many that are alike. */
@Component(name = "org.letterlock.audit.logins")
public final class PickupLogins implements GatewayEventListener {

    private static final String NONE = "-";
    private static final long LOOK_SECONDS = 10;

    private final AuditLog log;
    private final Clock clock;
    private final LoginFold fold = new LoginFold();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "letterlock-audit-logins");
        thread.setDaemon(true);
        return thread;
    });

    /** Called by the component runtime. */
    @Activate
    @SuppressWarnings("FutureReturnValueIgnored") // Nothing in it throws: what cannot be written is logged.
    public PickupLogins(@Reference AuditLog log) {
        this(log, Clock.systemUTC());
        timer.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    PickupLogins(AuditLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    /** Called by the component runtime. */
    @Deactivate
    void stop() {
        timer.shutdown();
        writeDue(true);
    }

    @Override
    public void on(GatewayEvent event) {
        if (event instanceof LoginSucceeded login && login.role() == Role.PICKUP) {
            take(login.mailbox(), login.peer(), Outcome.DONE, "");
        } else if (event instanceof LoginFailed login && login.role() == Role.PICKUP) {
            take(login.mailbox(), login.peer(), outcome(login.reason()), reason(login.reason()));
        }
    }

    private static Outcome outcome(LoginFailed.Reason reason) {
        return reason == LoginFailed.Reason.UNAVAILABLE ? Outcome.FAILED : Outcome.REFUSED;
    }

    private static String reason(LoginFailed.Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private synchronized void take(
            @Nullable MailboxId mailbox, InetSocketAddress peer, Outcome outcome, String reason) {
        Instant now = clock.instant();
        String from = peer.getAddress() == null ? NONE : peer.getAddress().getHostAddress();
        fold.take(mailbox == null ? NONE : mailbox.toString(), from, outcome, reason, now)
                .ifPresent(this::write);
    }

    /** Writes the numbers of those whose time is over. */
    void look() {
        writeDue(false);
    }

    private synchronized void writeDue(boolean end) {
        fold.due(clock.instant(), end).forEach(this::write);
    }

    private void write(LoginFold.Login login) {
        Map<String, String> about = new LinkedHashMap<>();
        if (!login.mailbox().equals(NONE)) {
            about.put("mailbox", login.mailbox());
        }
        if (login.times() > 1) {
            about.put("times", Long.toString(login.times()));
        }
        log.write(
                new AuditLog.Actor(login.mailbox(), "pop3", login.from()),
                "login",
                about,
                login.outcome(),
                login.reason());
    }
}
