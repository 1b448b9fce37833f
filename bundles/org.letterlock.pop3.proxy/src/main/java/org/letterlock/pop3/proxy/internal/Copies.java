package org.letterlock.pop3.proxy.internal;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.letterlock.intake.api.IntakeException;
import org.letterlock.intake.api.ProxiedTransaction;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.proxy.ProxyEvents;
import org.letterlock.proxy.Route;
import org.letterlock.proxy.SessionFigures;
import org.letterlock.spi.api.MailRelayed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The copies that a session makes, one at a time. Confined to the session's sequence, into which results are brought back. */
final class Copies {

    private static final Logger LOG = LoggerFactory.getLogger(Copies.class);

    /** Begins to take a mail; the services are leased for that mail alone. */
    interface Beginning {

        /**
         * Begins.
         *
         * @throws IntakeException if no mail can be taken now, the intake being away among other reasons
         */
        ProxiedTransaction begin() throws IntakeException;
    }

    /** What came of the wish to begin a copy. */
    enum Begun {
        YES,
        NO,
        /** Not now, but most likely within seconds. */
        AWAY
    }

    private final Beginning beginning;
    private final MailboxId mailbox;
    private final boolean copied;
    private final String account;
    private final String session;
    private final SessionFigures figures;
    private final ProxyEvents events;
    private final Consumer<Runnable> sequence;
    private @Nullable ProxiedTransaction transaction;
    private long octets;
    private long kept;
    private long known;
    private long failed;

    /**
     * Makes it.
     *
     * @param route whose mails these are at the other server, of whom one copy is kept for each content; and whether
     *     copies are made at all
     * @param session names the session in log lines
     * @param sequence runs what comes back from another thread within the session's sequence
     */
    Copies(
            Beginning beginning,
            Route route,
            String session,
            SessionFigures figures,
            ProxyEvents events,
            Consumer<Runnable> sequence) {
        this.beginning = beginning;
        this.mailbox = route.mailbox();
        this.copied = route.access().copied();
        this.account = route.login().user() + '@' + route.login().host();
        this.session = session;
        this.figures = figures;
        this.events = events;
        this.sequence = sequence;
    }

    /**
     * Begins a copy.
     *
     * @param mayWait whether it can be asked again
     */
    Begun begin(boolean mayWait) {
        octets = 0;
        if (!copied) {
            return Begun.NO;
        }
        try {
            transaction = beginning.begin();
            return Begun.YES;
        } catch (IntakeException e) {
            if (mayWait && e.reason() == IntakeException.Reason.AWAY) {
                return Begun.AWAY;
            }
            fail(e);
            return Begun.NO;
        }
    }

    /** Takes octets; whoever writes on before the result is complete only makes the gateway use more memory. */
    CompletableFuture<Void> write(ByteBuffer part) {
        octets += part.remaining();
        // What has failed is told by the commit.
        return current().write(part).toCompletableFuture();
    }

    /** The mail is complete; tells whether a durable copy is there. */
    void keep(Consumer<Boolean> told) {
        ProxiedTransaction complete = current();
        transaction = null;
        long size = octets;
        long completeNanos = System.nanoTime();
        complete.commitIfAbsent(account)
                .whenComplete((id, failure) -> sequence.accept(() -> {
                    if (failure == null) {
                        kept++;
                        figures.kept();
                        events.relayed(mailbox, MailRelayed.Outcome.FETCHED, true, size);
                        if (id.equals(complete.id())) {
                            events.accepted(mailbox, id, size, Duration.ofNanos(System.nanoTime() - completeNanos));
                        } else {
                            known++;
                        }
                    } else {
                        fail(failure);
                    }
                    told.accept(failure == null);
                }));
    }

    /** Drops the copy under way, if there is one. */
    void drop() {
        ProxiedTransaction dropped = transaction;
        transaction = null;
        if (dropped != null) {
            dropped.close();
        }
    }

    /** A mail passes without one. */
    void uncopied(long size) {
        figures.uncopied(size);
        events.relayed(mailbox, MailRelayed.Outcome.FETCHED, false, size);
    }

    /** Mails kept so far; those that were kept before count too. */
    long kept() {
        return kept;
    }

    /** Mails among them that were kept before. */
    long known() {
        return known;
    }

    /** Mails that could not be kept. */
    long failed() {
        return failed;
    }

    private void fail(Throwable failure) {
        failed++;
        events.failed(mailbox, failure);
        LOG.warn("mail not kept: {} octets={} reason={}", session, octets, failure.toString());
    }

    private ProxiedTransaction current() {
        ProxiedTransaction current = transaction;
        if (current == null) {
            throw new IllegalStateException("no copy was begun");
        }
        return current;
    }
}
