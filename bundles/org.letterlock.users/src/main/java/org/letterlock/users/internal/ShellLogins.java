package org.letterlock.users.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import javax.security.auth.login.FailedLoginException;
import org.apache.karaf.jaas.boot.principal.ClientPrincipal;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AuditLog;
import org.letterlock.throttle.LoginThrottle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logins by password to what uses Karaf's realm by itself: the shell. Slowed and audited as sign-ins are, and with them. */
final class ShellLogins {

    private static final Logger LOG = LoggerFactory.getLogger(ShellLogins.class);

    private final StateFile state;
    private final HashSlots slots;
    private final LoginThrottle throttle;
    private final Supplier<AuditLog> audit;
    private final Clock clock;

    ShellLogins(StateFile state, HashSlots slots, LoginThrottle throttle, Supplier<AuditLog> audit, Clock clock) {
        this.state = state;
        this.slots = slots;
        this.throttle = throttle;
        this.audit = audit;
        this.clock = clock;
    }

    /** A login whose password is looked at now. One outcome is told, once. */
    final class Login {
        private final Visitor visitor;
        private final LoginThrottle.Attempt attempt;

        private Login(Visitor visitor, LoginThrottle.Attempt attempt) {
            this.visitor = visitor;
            this.attempt = attempt;
        }

        void succeeded() {
            slots.giveBack();
            attempt.succeeded();
            remember(visitor.name());
            visitor.write(audit.get(), AuditLog.Outcome.DONE, "");
        }

        void denied() {
            slots.giveBack();
            attempt.denied();
            visitor.write(audit.get(), AuditLog.Outcome.REFUSED, "user or password is wrong");
        }
    }

    /** Lets a login begin, or turns it away: then it was not looked at. */
    Login begin(String name, @Nullable ClientPrincipal client) throws FailedLoginException {
        String method = client == null ? Visitor.NOBODY : client.getMethod();
        Visitor visitor = new Visitor(
                name,
                client == null ? unknown() : address(client.getAddress()),
                method.equals("ssh") ? "shell" : method);
        LoginThrottle.Attempt attempt = throttle.begin(visitor.from(), visitor.account());
        if (attempt.remainingNanos() > 0 || !slots.take()) {
            attempt.undecided();
            throw new FailedLoginException("too many failed logins, or too many at once");
        }
        return new Login(visitor, attempt);
    }

    private void remember(String name) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        try {
            state.change(kept -> kept.withUser(name, user -> user.withLastSignIn(now)));
        } catch (IOException e) {
            LOG.error("a login could not be recorded", e);
        }
    }

    /** As Karaf writes the address of a socket: {@code /192.0.2.1:1234}, {@code /[2001:db8:0:0:0:0:0:1]:1234}. */
    static InetAddress address(String text) {
        String socket = text.substring(text.indexOf('/') + 1);
        String host = socket.substring(0, Math.max(0, socket.lastIndexOf(':')));
        try {
            // Nothing but literals, or a name would be looked up.
            return host.matches("[0-9.]+|\\[[0-9A-Fa-f:.%]+]") ? InetAddress.getByName(host) : unknown();
        } catch (UnknownHostException e) {
            return unknown();
        }
    }

    private static InetAddress unknown() {
        return InetAddress.getLoopbackAddress();
    }
}
