package org.letterlock.proxy;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.letterlock.intake.api.IntakeException;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.protocol.proxy.ProxyLogin;
import org.letterlock.spi.api.GatewayEvent;
import org.letterlock.spi.api.GatewayEvents;
import org.letterlock.spi.api.LoginFailed;
import org.letterlock.spi.api.LoginSucceeded;
import org.letterlock.spi.api.MailAccepted;
import org.letterlock.spi.api.MailFailed;
import org.letterlock.spi.api.MailRelayed;
import org.letterlock.spi.api.Role;
import org.letterlock.transport.api.Connection;

/** Tells what happens in a session. Thread-safe. */
public final class ProxyEvents {

    private final Role role;
    private final Connection client;
    private final ProxyServices services;
    private final long startNanos = System.nanoTime();

    /**
     * Made when a login begins.
     *
     * @param role which proxy it is
     * @param client the client's connection
     * @param services the services of now
     */
    public ProxyEvents(Role role, Connection client, ProxyServices services) {
        this.role = role;
        this.client = client;
        this.services = services;
    }

    /**
     * The server has let the user in.
     *
     * @param mailbox who gets the copies
     */
    public void loginSucceeded(MailboxId mailbox) {
        publish(new LoginSucceeded(Instant.now(), role, listener(), mailbox, sinceLogin(), client.remoteAddress()));
    }

    /**
     * The login leads nowhere, and its server was not asked.
     *
     * @param userName the name as the client gave it
     * @param why the reason
     */
    public void loginFailed(String userName, Decision.Reason why) {
        MailboxId mailbox = ProxyLogin.parse(userName)
                .flatMap(login -> MailboxId.parse(login.mailbox()))
                .orElse(null);
        loginFailed(
                mailbox,
                switch (why) {
                    case NO_ROUTE -> LoginFailed.Reason.NO_ROUTE;
                    case NO_MAILBOX -> LoginFailed.Reason.NO_MAILBOX;
                    case TOO_MANY -> LoginFailed.Reason.TOO_MANY;
                    case AWAY -> LoginFailed.Reason.UNAVAILABLE;
                });
    }

    /**
     * The login has failed.
     *
     * @param mailbox who would get the copies, null if that is not known
     * @param reason why
     */
    public void loginFailed(@Nullable MailboxId mailbox, LoginFailed.Reason reason) {
        publish(new LoginFailed(
                Instant.now(), role, listener(), mailbox, reason, sinceLogin(), client.remoteAddress()));
    }

    /**
     * A copy is durable and will be seen.
     *
     * @param mailbox who has it
     * @param message its id
     * @param octets its size
     * @param commitLatency from its last octet until it was durable
     */
    public void accepted(MailboxId mailbox, MessageId message, long octets, Duration commitLatency) {
        publish(new MailAccepted(
                Instant.now(),
                role,
                listener(),
                message,
                Set.of(mailbox),
                octets,
                commitLatency,
                client.remoteAddress()));
    }

    /**
     * A copy could not be made.
     *
     * @param mailbox who should have got it
     * @param failure why
     */
    public void failed(MailboxId mailbox, Throwable failure) {
        publish(new MailFailed(
                Instant.now(), role, listener(), Set.of(mailbox), reason(failure), client.remoteAddress()));
    }

    private static MailFailed.Reason reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (!(cause instanceof IntakeException trouble)) {
            return MailFailed.Reason.STORE;
        }
        return switch (trouble.reason()) {
            case DISK_LOW -> MailFailed.Reason.DISK_LOW;
            case STORE -> MailFailed.Reason.STORE;
            case AWAY -> MailFailed.Reason.AWAY;
            case SEALING -> MailFailed.Reason.SEALING;
            case MAILBOX_CHANGED -> MailFailed.Reason.MAILBOX_CHANGED;
        };
    }

    /**
     * A mail has passed as far as it got.
     *
     * @param mailbox who has the copy, or would have
     * @param outcome what became of it
     * @param copied whether there is a copy
     * @param octets its size
     */
    public void relayed(MailboxId mailbox, MailRelayed.Outcome outcome, boolean copied, long octets) {
        publish(new MailRelayed(
                Instant.now(), role, listener(), mailbox, outcome, copied, octets, client.remoteAddress()));
    }

    private void publish(GatewayEvent event) {
        GatewayEvents current = services.events();
        if (current != null) {
            current.publish(event);
        }
    }

    private String listener() {
        return client.listener().name();
    }

    private Duration sinceLogin() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
