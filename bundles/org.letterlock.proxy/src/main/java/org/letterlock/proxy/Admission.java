package org.letterlock.proxy;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mailbox.api.MailboxService;
import org.letterlock.mailbox.api.ProxyAccess;
import org.letterlock.protocol.proxy.ProxyLogin;
import org.letterlock.throttle.LoginThrottle;
import org.letterlock.transport.api.Connector;

/**
 * A login on its way in: waits for as long as failed ones before it want, and for services that are being replaced; no thread
 * waits with it. One outcome is told; later ones are ignored. Confined to the session's sequence.
 */
public final class Admission {

    /** A login that may wait, and counts among those under way. */
    private record Entrant(
            ProxyServices services,
            Duration serviceWait,
            ProxyLogin login,
            MailboxId mailbox,
            LoginThrottle.Attempt attempt,
            Runnable leave) {}

    private final Decision.Reason refusal;
    private final TickClock waited = new TickClock();
    private @Nullable Entrant entrant;

    private Admission(Decision.Reason refusal, @Nullable Entrant entrant) {
        this.refusal = refusal;
        this.entrant = entrant;
    }

    Admission(
            ProxyServices services,
            Duration serviceWait,
            ProxyLogin login,
            MailboxId mailbox,
            LoginThrottle.Attempt attempt,
            Runnable leave) {
        this(Decision.Reason.AWAY, new Entrant(services, serviceWait, login, mailbox, attempt, leave));
    }

    static Admission refused(Decision.Reason why) {
        return new Admission(why, null);
    }

    /**
     * Whether it may be tried at once.
     *
     * @return what becomes of it
     */
    public Decision decide() {
        return decideAfter(0);
    }

    /**
     * Whether it may be tried now; asked at each tick while it waits.
     *
     * @param nanoTime the clock of {@link System#nanoTime()}
     * @return what becomes of it
     */
    public Decision decide(long nanoTime) {
        return decideAfter(waited.elapsedNanos(nanoTime));
    }

    private Decision decideAfter(long waitedNanos) {
        Entrant waiting = entrant;
        if (waiting == null) {
            return new Decision.Refused(refusal);
        }
        MailboxService mailboxes = waiting.services.mailboxes();
        Connector connector = waiting.services.connector();
        Optional<ProxyAccess> access = mailboxes == null ? Optional.empty() : mailboxes.proxyAccess(waiting.mailbox);
        if (mailboxes != null && access.isEmpty()) {
            undecided();
            return new Decision.Refused(Decision.Reason.NO_MAILBOX);
        }
        long due = waitedNanos - waiting.attempt.delayNanos();
        if (due >= 0 && access.isPresent() && connector != null) {
            return new Decision.Admitted(connector, new Route(waiting.login, waiting.mailbox, access.get()));
        }
        if (due >= waiting.serviceWait.toNanos()) {
            undecided();
            return new Decision.Refused(Decision.Reason.AWAY);
        }
        return new Decision.Waiting();
    }

    /** The server has let the user in. */
    public void succeeded() {
        Entrant done = take();
        if (done != null) {
            done.attempt.succeeded();
        }
    }

    /** The server has refused the credentials. */
    public void denied() {
        Entrant done = take();
        if (done != null) {
            done.attempt.denied();
        }
    }

    /** Nobody has looked at the credentials, or nobody knows. */
    public void undecided() {
        Entrant done = take();
        if (done != null) {
            done.attempt.undecided();
        }
    }

    private @Nullable Entrant take() {
        Entrant taken = entrant;
        entrant = null;
        if (taken != null) {
            taken.leave.run();
        }
        return taken;
    }
}
