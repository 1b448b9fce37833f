package org.letterlock.smtp.proxy.internal;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.letterlock.intake.api.IntakeException;
import org.letterlock.intake.api.PendingCopy;
import org.letterlock.intake.api.ProxiedTransaction;
import org.letterlock.mail.api.DsnRequest;
import org.letterlock.mail.api.Envelope;
import org.letterlock.mail.api.MailAddress;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.mailbox.api.ProxyAccess;
import org.letterlock.protocol.proxy.SmtpRelayAction;
import org.letterlock.protocol.smtp.SmtpAction;
import org.letterlock.protocol.smtp.SmtpReply;
import org.letterlock.proxy.ProxyEvents;
import org.letterlock.proxy.Route;
import org.letterlock.proxy.SessionFigures;
import org.letterlock.spi.api.MailRelayed;
import org.letterlock.storage.api.Outcome;
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
         * @param utf8 whether the mail may have UTF-8 in its envelope and headers
         * @throws IntakeException if no mail can be taken now, the intake being away among other reasons
         */
        ProxiedTransaction begin(Envelope envelope, boolean utf8) throws IntakeException;
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
    private final ProxyAccess access;

    /** Names the session in log lines. */
    private final String session;

    private final SessionFigures figures;
    private final ProxyEvents events;

    private @Nullable ProxiedTransaction transaction;
    /** The mail is complete, and its copy is not durable yet. */
    private @Nullable CompletionStage<PendingCopy> becoming;

    private @Nullable PendingCopy pending;

    // What the log and events tell of the mail.
    private @Nullable MessageId id;
    private int recipients;
    private long octets;
    private long startNanos;
    private Duration commitLatency = Duration.ZERO;

    Copies(Beginning beginning, Route route, String session, SessionFigures figures, ProxyEvents events) {
        this.beginning = beginning;
        this.mailbox = route.mailbox();
        this.access = route.access();
        this.session = session;
        this.figures = figures;
        this.events = events;
    }

    /**
     * Begins a copy.
     *
     * @param mayWait whether it can be asked again
     */
    Begun begin(SmtpRelayAction.BeginCopy mail, boolean mayWait) {
        id = null;
        recipients = mail.recipients().size();
        octets = 0;
        startNanos = System.nanoTime();
        if (!access.copied()) {
            return Begun.NO;
        }
        try {
            ProxiedTransaction begun =
                    beginning.begin(envelope(mail), mail.sender().utf8());
            transaction = begun;
            id = begun.id();
            return Begun.YES;
        } catch (IntakeException e) {
            if (mayWait && e.reason() == IntakeException.Reason.AWAY) {
                return Begun.AWAY;
            }
            failed(e);
            return Begun.NO;
        }
    }

    private static Envelope envelope(SmtpRelayAction.BeginCopy mail) {
        Map<MailAddress, DsnRequest.Recipient> asked = new HashMap<>(2);
        for (SmtpAction.Recipient recipient : mail.recipients()) {
            if (!recipient.dsn().equals(DsnRequest.Recipient.NONE)) {
                asked.putIfAbsent(recipient.address(), recipient.dsn());
            }
        }
        List<MailAddress> addresses =
                mail.recipients().stream().map(SmtpAction.Recipient::address).toList();
        return new Envelope(
                mail.sender().reversePath(),
                addresses,
                new DsnRequest(mail.sender().dsn(), asked));
    }

    /** Takes octets; completes when more should come. What has failed is told by {@link #makePending}. */
    CompletableFuture<Void> write(ByteBuffer part) {
        octets += part.remaining();
        return begun().write(part).toCompletableFuture();
    }

    /**
     * The mail is complete; tells whether a durable copy waits for its outcome.
     *
     * @param sequence runs what comes back from another thread
     */
    void makePending(Consumer<Runnable> sequence, Consumer<Boolean> told) {
        ProxiedTransaction complete = begun();
        transaction = null;
        long completeNanos = System.nanoTime();
        CompletionStage<PendingCopy> begun = complete.pending();
        becoming = begun;
        var unused = begun.whenComplete((copy, failure) -> sequence.accept(() -> {
            becoming = null;
            pending = copy;
            commitLatency = Duration.ofNanos(System.nanoTime() - completeNanos);
            if (failure != null) {
                failed(failure);
            }
            told.accept(failure == null);
        }));
    }

    /** Drops what came of the copy, also if it is durable: the remote server cannot have the mail. */
    void drop() {
        ProxiedTransaction dropped = transaction;
        transaction = null;
        if (dropped != null) {
            dropped.close();
        }
        tell(Outcome.REJECTED, "");
        LOG.info("mail not relayed: {} id={} octets={}", session, id, octets);
    }

    /** What the remote server did with the mail. */
    void outcome(SmtpRelayAction.Outcome told) {
        SmtpRelayAction.Result result = told.result();
        SmtpReply reply = told.reply();
        boolean isRejected = result == SmtpRelayAction.Result.REJECTED;
        boolean isCopied = pending != null;
        boolean isKept = isCopied && !(isRejected && !access.rules().keepRejected());
        if (isKept) {
            figures.kept();
        } else if (!isCopied && !isRejected) {
            figures.uncopied(told.octets());
        }
        tell(
                switch (result) {
                    case SENT -> Outcome.SENT;
                    case REJECTED -> access.rules().keepRejected() ? Outcome.REJECTED_KEPT : Outcome.REJECTED;
                    case UNCERTAIN -> Outcome.UNCERTAIN;
                },
                reply == null ? "" : reply.toString());
        LOG.info(
                "mail relayed: {} id={} octets={} recipients={} outcome={} reply={} copied={} ms={}",
                session,
                id,
                told.octets(),
                recipients,
                result,
                reply == null ? "none" : reply.code(),
                isCopied,
                (System.nanoTime() - startNanos) / 1_000_000);
        publish(
                switch (result) {
                    case SENT -> MailRelayed.Outcome.SENT;
                    case REJECTED -> MailRelayed.Outcome.REJECTED;
                    case UNCERTAIN -> MailRelayed.Outcome.UNCERTAIN;
                },
                isKept,
                told.octets());
    }

    private void publish(MailRelayed.Outcome outcome, boolean isKept, long size) {
        events.relayed(mailbox, outcome, isKept, size);
        MessageId message = id;
        if (isKept && message != null) {
            events.accepted(mailbox, message, size, commitLatency);
        }
    }

    private void tell(Outcome outcome, String reply) {
        PendingCopy copy = pending;
        pending = null;
        if (copy != null) {
            MessageId mail = id;
            var unused = copy.outcome(outcome, reply).whenComplete((nothing, failure) -> {
                if (failure != null) {
                    LOG.warn(
                            "outcome not kept: {} id={} outcome={} reason={}", session, mail, outcome, reason(failure));
                }
                copy.close();
            });
        }
    }

    /** The session has ended where nothing ends by itself: a mail under way is dropped, one without an outcome is uncertain. */
    void close() {
        ProxiedTransaction dropped = transaction;
        transaction = null;
        if (dropped != null) {
            dropped.close();
        }
        if (becoming != null) {
            var unused = becoming.thenAccept(this::uncertain);
        }
        PendingCopy copy = pending;
        pending = null;
        if (copy != null) {
            uncertain(copy);
        }
    }

    private void uncertain(PendingCopy copy) {
        copy.close();
        publish(MailRelayed.Outcome.UNCERTAIN, true, octets);
    }

    private void failed(Throwable failure) {
        events.failed(mailbox, failure);
        LOG.warn("mail not kept: {} id={} octets={} reason={}", session, id, octets, reason(failure));
    }

    private static String reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof IntakeException trouble
                ? trouble.reason() + ": " + trouble.getMessage()
                : cause.toString();
    }

    private ProxiedTransaction begun() {
        ProxiedTransaction begun = transaction;
        if (begun == null) {
            throw new IllegalStateException("no copy was begun");
        }
        return begun;
    }
}
