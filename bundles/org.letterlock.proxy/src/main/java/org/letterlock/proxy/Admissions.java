package org.letterlock.proxy;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.protocol.proxy.ProxyLogin;
import org.letterlock.throttle.LoginThrottle;

/**
 * Lets logins in: which ones lead anywhere, how many at a time, and how fast one may follow another that failed. So nobody
 * guesses passwords of a server by way of the gateway faster than its limits let him. Thread-safe.
 */
public final class Admissions {

    private final ProxyServices services;
    private final LoginSettings settings;
    private final LoginThrottle throttle;

    // Guarded by this.
    private final Map<ByteBuffer, Integer> byOrigin = new HashMap<>();
    private int underWay;

    /**
     * Makes one without a past.
     *
     * @param services the services of now
     * @param settings limits and separator
     * @param nanoTime the clock, as {@link System#nanoTime()}
     */
    public Admissions(ProxyServices services, LoginSettings settings, LongSupplier nanoTime) {
        this.services = services;
        this.settings = settings;
        this.throttle = new LoginThrottle(settings.maxDelay(), settings.failureMemory(), nanoTime);
    }

    /**
     * Whether a user name is one for a proxy.
     *
     * @param userName the name as the client gave it
     * @return true if it is well-formed, with either separator
     */
    public boolean takes(String userName) {
        return parse(userName).isPresent();
    }

    /**
     * Begins a login.
     *
     * @param address where it comes from
     * @param userName the name as the client gave it
     * @return the login; tell it its outcome
     */
    public Admission begin(InetAddress address, String userName) {
        ProxyLogin login = parse(userName).orElse(null);
        if (login == null) {
            return Admission.refused(Decision.Reason.NO_ROUTE);
        }
        MailboxId mailbox = MailboxId.parse(login.mailbox()).orElse(null);
        if (mailbox == null) {
            return Admission.refused(Decision.Reason.NO_MAILBOX);
        }
        ByteBuffer origin = LoginThrottle.origin(address);
        if (!enter(origin)) {
            return Admission.refused(Decision.Reason.TOO_MANY);
        }
        // Ports are left out, and case: they are ways to the same account.
        LoginThrottle.Attempt attempt =
                throttle.begin(address, login.host() + ' ' + login.user().toLowerCase(Locale.ROOT));
        return new Admission(services, settings.serviceWait(), login, mailbox, attempt, () -> leave(origin));
    }

    private Optional<ProxyLogin> parse(String userName) {
        return ProxyLogin.parse(userName, settings.separator());
    }

    private synchronized boolean enter(ByteBuffer origin) {
        int fromThere = byOrigin.getOrDefault(origin, 0);
        boolean enters = underWay < settings.maxLogins() && fromThere < settings.maxLoginsPerAddress();
        if (enters) {
            underWay++;
            byOrigin.put(origin, fromThere + 1);
        }
        return enters;
    }

    private synchronized void leave(ByteBuffer origin) {
        underWay--;
        byOrigin.computeIfPresent(origin, (key, count) -> count == 1 ? null : count - 1);
    }
}
