package org.letterlock.pop3.server.internal;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.letterlock.mailbox.api.DamagedMailException;
import org.letterlock.mailbox.api.MailboxService;
import org.letterlock.mailbox.api.Maildrop;
import org.letterlock.mailbox.api.PickupLogin;
import org.letterlock.mailbox.api.PickupSession;
import org.letterlock.pop3.server.internal.Retrieval.Progress;
import org.letterlock.pop3.server.internal.SessionReport.End;
import org.letterlock.protocol.pop3.LoginFailure;
import org.letterlock.protocol.pop3.Pop3Action;
import org.letterlock.protocol.pop3.Pop3ServerEngine;
import org.letterlock.spi.api.LoginFailed;
import org.letterlock.spi.api.Role;
import org.letterlock.throttle.LoginThrottle;
import org.letterlock.transport.api.Connection;
import org.letterlock.transport.api.ConnectionHandler;
import org.letterlock.transport.api.ListenerInfo.TlsMode;
import org.letterlock.transport.api.LoginRole;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A POP3 session: does what the engine says with the connection and the maildrop. Runs within the connection's sequence,
 * except where a method says otherwise.
 */
final class Session implements ConnectionHandler, PickupSession {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    /** What remote servers take instead of a password; no maildrop opens by it. */
    private static final Set<String> TOKENS = Set.of("XOAUTH2", "OAUTHBEARER");

    private static final char PROXY_SEPARATOR = '%';

    private final Connection connection;
    private final Settings settings;
    private final Services services;
    private final Sessions sessions;
    private final LoginThrottle throttle;
    private final Delivery delivery;
    private final Pop3ServerEngine engine;
    private final SessionReport report;
    private final SessionEvents events;
    private final PeerTimer timer;

    private @Nullable MailboxService lender;
    private @Nullable Maildrop maildrop;
    private @Nullable WaitingLogin waiting;

    private boolean needsInput;
    private boolean suspended;
    private boolean ended;

    Session(
            Connection connection,
            Settings settings,
            Services services,
            Workers workers,
            Sessions sessions,
            LoginThrottle throttle) {
        this.connection = connection;
        this.settings = settings;
        this.services = services;
        this.sessions = sessions;
        this.throttle = throttle;
        this.delivery = new Delivery(connection, workers, this::delivered);
        this.report = new SessionReport(connection.remoteAddress());
        this.events = new SessionEvents(connection, services::publish);
        this.timer = new PeerTimer(settings.idleTimeout(), settings.replaceableAfter());
        this.engine = new Pop3ServerEngine(
                settings.dialogue(),
                connection.tls().isPresent(),
                () -> connection.listener().tls() == TlsMode.UPGRADE && connection.canStartTls());
    }

    @Override
    public void opened() {
        sessions.add(this);
        pump();
    }

    @Override
    public void received(ByteBuffer data) {
        if (ended || !timer.active()) {
            return;
        }
        engine.receive(data);
        pump();
    }

    @Override
    public void secured(SSLSession session) {
        timer.active();
        engine.tlsEstablished();
        pump();
    }

    @Override
    public void writable() {
        if (timer.active()) {
            delivery.writable();
            pump();
        }
    }

    @Override
    public void tick(long nanoTime) {
        if (waiting != null) {
            retryLogin(waiting, nanoTime);
        }
        boolean waitsForPeer = needsInput || delivery.isParked() || !connection.isWritable();
        if (timer.isOver(nanoTime, waitsForPeer) && !ended) {
            // No reply (RFC 1939, section 3), and what was queued for a peer that takes nothing is dropped.
            report.ended(End.IDLE);
            ended = true;
            if (needsInput) {
                connection.close();
            } else {
                connection.abort();
            }
        }
    }

    @Override
    public void drain() {
        if (waiting != null) {
            events.loginFailed(waiting, LoginFailed.Reason.UNAVAILABLE);
            waiting.giveUp();
            waiting = null;
            engine.loginFailed(LoginFailure.UNAVAILABLE);
        }
        engine.shutdown();
        pump();
    }

    @Override
    public void closed() {
        ended = true;
        delivery.cancel();
        if (waiting != null) {
            waiting.giveUp();
            waiting = null;
        }
        closeMaildrop();
        sessions.remove(this);
        report.log();
        report.publish(events);
    }

    @Override
    public boolean yieldIfIdle() {
        boolean yields = timer.yieldIfIdle();
        if (yields) {
            connection.execute(this::replaced);
        }
        return yields;
    }

    private void replaced() {
        if (ended) {
            return;
        }
        report.ended(End.REPLACED);
        if (needsInput) {
            engine.replaced();
            pump();
        } else {
            // In the middle of a reply there is no place for another one.
            ended = true;
            connection.abort();
        }
    }

    /** From any thread. */
    void finish() {
        connection.execute(this::drain);
    }

    /** From any thread. */
    void finishIfLentBy(MailboxService service) {
        connection.execute(() -> {
            if (lender == service) {
                drain();
            }
        });
    }

    /** From any thread. */
    void drop() {
        connection.abort();
    }

    private void pump() {
        needsInput = false;
        boolean goesOn = true;
        while (goesOn && !ended && connection.isWritable()) {
            Pop3Action action = engine.next();
            needsInput = action instanceof Pop3Action.NeedInput;
            goesOn = !needsInput && !(action instanceof Pop3Action.NeedAnswer);
            if (goesOn) {
                perform(action);
            }
        }
        if (!ended) {
            balanceReads();
        }
    }

    /**
     * Takes nothing while there is something to do: a peer that pipelines waits, and the transport does not close before
     * the answers where the peer has said its last word.
     */
    private void balanceReads() {
        if (needsInput) {
            resumeReads();
        } else if (!suspended) {
            suspended = true;
            connection.suspendReads();
        }
    }

    private void perform(Pop3Action action) {
        if (action instanceof Pop3Action.Write write) {
            connection.send(write.octets());
        } else if (action instanceof Pop3Action.Retrieve retrieve) {
            delivery.start(new Retrieval(leased(), retrieve));
        } else if (action instanceof Pop3Action.Login login) {
            login(login);
        } else if (action instanceof Pop3Action.Update update) {
            update(update.deleted());
        } else if (action instanceof Pop3Action.StartTls startTls) {
            connection.startTls(startTls.reply());
        } else if (action instanceof Pop3Action.Close close) {
            ended = true;
            report.ended(
                    switch (close.reason()) {
                        case QUIT -> End.QUIT;
                        case SHUTDOWN -> End.SHUTDOWN;
                        case REPLACED -> End.REPLACED;
                        case LOGIN_FAILURES -> End.LOGIN_FAILURES;
                        case PROTOCOL_ERROR -> End.PROTOCOL_ERROR;
                    });
            connection.close();
        }
    }

    private void resumeReads() {
        if (suspended) {
            suspended = false;
            connection.resumeReads();
        }
    }

    private void login(Pop3Action.Login login) {
        LoginRole role = services.proxy();
        if (login.userName().indexOf(PROXY_SEPARATOR) >= 0 || (role != null && role.takes(login.userName()))) {
            handOver(login, role);
            return;
        }
        if (TOKENS.contains(login.mechanism())) {
            login.erase();
            events.loginFailed(Role.PICKUP, LoginFailed.Reason.DENIED);
            engine.loginFailed(LoginFailure.DENIED);
            return;
        }
        WaitingLogin entering =
                WaitingLogin.begin(throttle, connection.remoteAddress().getAddress(), login);
        MailboxService service = services.mailboxes();
        if (service == null || entering.attempt().delayNanos() > 0) {
            waiting = entering;
        } else {
            openMaildrop(service, entering);
        }
    }

    private void retryLogin(WaitingLogin login, long nanoTime) {
        long due = login.dueNanos(nanoTime);
        if (due < 0) {
            return;
        }
        MailboxService service = services.mailboxes();
        if (service != null) {
            waiting = null;
            openMaildrop(service, login);
        } else if (due >= settings.serviceWait().toNanos()) {
            waiting = null;
            login.giveUp();
            events.loginFailed(login, LoginFailed.Reason.UNAVAILABLE);
            engine.loginFailed(LoginFailure.UNAVAILABLE);
            pump();
        }
    }

    private void handOver(Pop3Action.Login login, @Nullable LoginRole role) {
        if (role == null) {
            login.erase();
            events.loginFailed(Role.POP3_PROXY, LoginFailed.Reason.UNAVAILABLE);
            engine.loginFailed(LoginFailure.UNAVAILABLE);
            return;
        }
        ended = true;
        sessions.remove(this);
        ConnectionHandler next =
                role.takeOver(connection, new LoginRole.Login(login.mechanism(), login.userName(), login.password()));
        resumeReads();
        ByteBuffer pending = engine.takePending();
        connection.handOver(next);
        if (pending.hasRemaining()) {
            next.received(pending);
        }
    }

    private void openMaildrop(MailboxService service, WaitingLogin entering) {
        Pop3Action.Login login = entering.login();
        service.login(login.userName(), login.password(), this)
                .whenComplete((outcome, failure) -> connection.execute(() -> {
                    login.erase();
                    if (failure != null) {
                        LOG.error("pop3 login failed peer={}", connection.remoteAddress(), failure);
                    }
                    PickupLogin known = failure == null ? outcome : new PickupLogin.Unavailable(failure.toString());
                    count(entering.attempt(), known);
                    answerLogin(service, entering, known);
                }));
    }

    private static void count(LoginThrottle.Attempt attempt, PickupLogin outcome) {
        if (outcome instanceof PickupLogin.Denied) {
            attempt.denied();
        } else if (outcome instanceof PickupLogin.Unavailable) {
            attempt.undecided();
        } else {
            attempt.succeeded();
        }
    }

    private void answerLogin(MailboxService service, WaitingLogin entering, PickupLogin outcome) {
        if (outcome instanceof PickupLogin.Opened opened) {
            if (ended) {
                opened.maildrop().close();
                return;
            }
            lender = service;
            maildrop = opened.maildrop();
            report.loggedIn(opened.maildrop().mailbox());
            events.loginSucceeded(opened.maildrop().mailbox(), entering.sinceBegin());
            if (services.mailboxes() != service) {
                // The service went while it was asked: its maildrop is not to be used.
                engine.shutdown();
            }
            engine.loggedIn(new MaildropList(opened.maildrop().entries()));
        } else if (outcome instanceof PickupLogin.Denied) {
            report.loginFailed();
            events.loginFailed(entering, LoginFailed.Reason.DENIED);
            engine.loginFailed(LoginFailure.DENIED);
        } else if (outcome instanceof PickupLogin.InUse) {
            events.loginFailed(entering, LoginFailed.Reason.IN_USE);
            engine.loginFailed(LoginFailure.IN_USE);
        } else if (outcome instanceof PickupLogin.Unavailable unavailable) {
            LOG.warn("pop3 login unavailable peer={} reason={}", connection.remoteAddress(), unavailable.reason());
            events.loginFailed(entering, LoginFailed.Reason.UNAVAILABLE);
            engine.loginFailed(LoginFailure.UNAVAILABLE);
        }
        pump();
    }

    private void delivered(Retrieval retrieval, Progress how) {
        if (!timer.active()) {
            return;
        }
        switch (how) {
            case SENT -> {
                report.sent(retrieval);
                engine.retrieved();
                pump();
            }
            case UNREADABLE -> {
                logUnreadable(retrieval);
                engine.unreadable();
                pump();
            }
            default -> {
                // What was sent must not pass as a complete mail: no terminator, no orderly end.
                logUnreadable(retrieval);
                report.ended(End.BROKEN_MAIL);
                ended = true;
                connection.abort();
            }
        }
    }

    private void logUnreadable(Retrieval retrieval) {
        if (retrieval.failure() instanceof DamagedMailException) {
            // The mailbox service has logged it, once.
            events.damagedMailFound(leased().mailbox(), retrieval.id());
            return;
        }
        LOG.error(
                "mail cannot be read mailbox={} message={} sentOctets={}",
                leased().mailbox(),
                retrieval.id(),
                retrieval.sentOctets(),
                retrieval.failure());
    }

    private void update(List<Integer> deleted) {
        if (deleted.isEmpty()) {
            closeMaildrop();
            engine.updated();
            return;
        }
        leased().delete(deleted)
                .whenComplete((nothing, failure) -> connection.execute(() -> {
                    if (failure == null) {
                        report.deleted(deleted.size());
                        engine.updated();
                    } else {
                        LOG.error(
                                "pop3 deletion failed peer={} mails={}",
                                connection.remoteAddress(),
                                deleted.size(),
                                failure);
                        engine.notUpdated();
                    }
                    // Before the reply: the client may come back at once.
                    closeMaildrop();
                    pump();
                }));
    }

    private Maildrop leased() {
        if (maildrop == null) {
            throw new IllegalStateException("no maildrop is leased");
        }
        return maildrop;
    }

    private void closeMaildrop() {
        lender = null;
        if (maildrop != null) {
            maildrop.close();
            maildrop = null;
        }
    }
}
