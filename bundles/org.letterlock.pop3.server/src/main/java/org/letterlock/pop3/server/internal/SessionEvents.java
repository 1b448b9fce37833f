package org.letterlock.pop3.server.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.spi.api.DamagedMailFound;
import org.letterlock.spi.api.GatewayEvent;
import org.letterlock.spi.api.LoginFailed;
import org.letterlock.spi.api.LoginSucceeded;
import org.letterlock.spi.api.PickupFinished;
import org.letterlock.spi.api.Role;
import org.letterlock.transport.api.Connection;

/** Tells what happens in a session. */
final class SessionEvents {

    private final Connection connection;
    private final Consumer<GatewayEvent> events;
    /** Told already; later sessions are not shown them. */
    private final Set<MessageId> damaged = new HashSet<>(0);

    SessionEvents(Connection connection, Consumer<GatewayEvent> events) {
        this.connection = connection;
        this.events = events;
    }

    void loginSucceeded(MailboxId mailbox, Duration latency) {
        events.accept(new LoginSucceeded(
                Instant.now(), Role.PICKUP, listener(), mailbox, latency, connection.remoteAddress()));
    }

    void loginFailed(WaitingLogin login, LoginFailed.Reason reason) {
        loginFailed(Role.PICKUP, login.mailbox(), reason, login.sinceBegin());
    }

    /** Of one that was not tried. */
    void loginFailed(Role role, LoginFailed.Reason reason) {
        loginFailed(role, null, reason, Duration.ZERO);
    }

    private void loginFailed(Role role, @Nullable MailboxId mailbox, LoginFailed.Reason reason, Duration latency) {
        events.accept(
                new LoginFailed(Instant.now(), role, listener(), mailbox, reason, latency, connection.remoteAddress()));
    }

    void damagedMailFound(MailboxId mailbox, MessageId message) {
        if (damaged.add(message)) {
            events.accept(new DamagedMailFound(Instant.now(), mailbox, message));
        }
    }

    void finished(MailboxId mailbox, int retrieved, int deleted, long octets, Duration duration) {
        events.accept(new PickupFinished(
                Instant.now(), listener(), mailbox, retrieved, deleted, octets, duration, connection.remoteAddress()));
    }

    private String listener() {
        return connection.listener().name();
    }
}
