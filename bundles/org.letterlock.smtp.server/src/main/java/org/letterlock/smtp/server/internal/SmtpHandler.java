package org.letterlock.smtp.server.internal;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.letterlock.intake.api.IntakeException;
import org.letterlock.mail.api.Peer;
import org.letterlock.mail.api.TlsInfo;
import org.letterlock.mailbox.api.Sender;
import org.letterlock.protocol.proxy.ProxyLogin;
import org.letterlock.protocol.sasl.SaslCredentials;
import org.letterlock.protocol.smtp.SmtpAction;
import org.letterlock.protocol.smtp.SmtpReplies;
import org.letterlock.protocol.smtp.SmtpReply;
import org.letterlock.protocol.smtp.SmtpServerEngine;
import org.letterlock.spi.api.GatewayEvent;
import org.letterlock.spi.api.LoginFailed;
import org.letterlock.transport.api.Connection;
import org.letterlock.transport.api.ConnectionHandler;
import org.letterlock.transport.api.LoginRole;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection: does what the engine says. Confined to the connection's sequence. */
final class SmtpHandler implements ConnectionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(SmtpHandler.class);
    private static final SmtpReply NO_LOGIN = SmtpReply.of(535, "5.7.8 The user name is not user%server%mailbox");
    private static final SmtpReply PROXY_AWAY = SmtpReply.of(454, "4.7.0 No logins now, try again later");
    private static final long HOLD_NANOS = Duration.ofSeconds(10).toNanos();

    private final Connection connection;
    private final Supplier<@Nullable Services> services;
    private final Supplier<@Nullable LoginRole> proxy;
    private final SmtpServerEngine engine;
    private final SessionEvents events;

    private @Nullable TlsInfo tls;
    private @Nullable JournalTransaction transaction;
    /** The intake takes no more of the mail for now. */
    private boolean blocked;

    /** The mail is complete and not durable yet. */
    private boolean committing;

    private @Nullable Held held;
    private boolean suspended;
    private boolean ended;

    /**
     * A question that a service is needed for which is away, most likely because it is being replaced: the client waits a
     * moment, rather than come back in minutes.
     *
     * @param untilNanos when it gets a temporary error
     */
    private record Held(SmtpAction.Ask question, long untilNanos) {}

    SmtpHandler(
            Connection connection,
            Settings settings,
            Supplier<@Nullable Services> services,
            Supplier<@Nullable LoginRole> proxy,
            Consumer<GatewayEvent> events) {
        this.connection = connection;
        this.services = services;
        this.proxy = proxy;
        this.events = new SessionEvents(connection, events);
        this.tls = connection.tls().map(SmtpHandler::info).orElse(null);
        this.engine = new SmtpServerEngine(
                settings.limits(), settings.greetings(connection.listener()), tls != null, connection::canStartTls);
    }

    @Override
    public void opened() {
        guarded(this::pump);
    }

    @Override
    public void received(ByteBuffer data) {
        if (!ended) {
            guarded(() -> {
                engine.receive(data);
                pump();
                engine.keep();
            });
        }
    }

    @Override
    public void secured(SSLSession session) {
        guarded(() -> {
            tls = info(session);
            engine.secured();
            pump();
        });
    }

    @Override
    public void writable() {
        guarded(this::balanceReads);
    }

    @Override
    public void tick(long nanoTime) {
        Held waiting = held;
        if (waiting != null) {
            guarded(() -> {
                held = null;
                ask(waiting.question(), nanoTime, waiting.untilNanos());
                pump();
            });
        } else if (!blocked) {
            guarded(() -> {
                engine.tick(nanoTime);
                pump();
            });
        }
    }

    @Override
    public void drain() {
        guarded(() -> {
            engine.drain();
            pump();
        });
    }

    @Override
    public void closed() {
        guarded(this::end);
    }

    /** Whatever a bug throws ends here: the client keeps its mail and comes back. */
    private void guarded(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException e) {
            LOG.error("bug in an SMTP session: peer={}", peerAddress(), e);
            end();
            connection.send(SmtpReplies.LOCAL_TROUBLE.octets());
            connection.close();
        }
    }

    /** Goes on within the connection's sequence, also when the stage has failed or the connection is gone. */
    private void afterwards(CompletableFuture<Void> stage, Runnable event) {
        var unused = stage.whenComplete((nothing, failure) -> connection.execute(() -> guarded(event)));
    }

    private void end() {
        ended = true;
        held = null;
        JournalTransaction dropped = transaction;
        transaction = null;
        if (dropped != null) {
            dropped.close();
        }
    }

    private void pump() {
        while (!blocked && !committing && held == null && !ended && perform(engine.next())) {
            // goes on
        }
        balanceReads();
    }

    /** Does it; false if there is nothing to do next. */
    private boolean perform(SmtpAction action) {
        if (action instanceof SmtpAction.BodyChunk chunk) {
            CompletableFuture<Void> written = current().write(chunk.octets());
            if (!written.isDone()) {
                blocked = true;
                afterwards(written, () -> {
                    blocked = false;
                    pump();
                });
            }
        } else if (action instanceof SmtpAction.Write write) {
            connection.send(write.octets());
        } else if (action instanceof SmtpAction.Ask ask) {
            long now = System.nanoTime();
            ask(ask, now, now + HOLD_NANOS);
        } else if (action instanceof SmtpAction.StartTls start) {
            connection.startTls(start.reply());
            return false;
        } else if (action instanceof SmtpAction.Discard) {
            current().close();
        } else if (action instanceof SmtpAction.Close) {
            end();
            connection.close();
            return false;
        } else {
            return false;
        }
        return true;
    }

    /**
     * Takes nothing while the client has an answer to get or does not take its replies: TCP makes it wait, and the
     * transport does not close before the answer where the client has said its last word. In the usual exchange nobody
     * waits with anything to say, and then this costs nothing.
     */
    private void balanceReads() {
        boolean wanted = blocked || committing || held != null || !connection.isWritable();
        if (wanted != suspended && !ended) {
            suspended = wanted;
            if (wanted) {
                connection.suspendReads();
            } else {
                connection.resumeReads();
            }
        }
    }

    private void ask(SmtpAction.Ask question, long nowNanos, long untilNanos) {
        if (question instanceof SmtpAction.Commit) {
            commit(current());
            return;
        }
        if (question instanceof SmtpAction.Login login) {
            logIn(login.credentials());
            return;
        }
        try {
            engine.answer(answer(question));
        } catch (IntakeException e) {
            if (e.reason() == IntakeException.Reason.AWAY && nowNanos - untilNanos < 0) {
                held = new Held(question, untilNanos);
            } else {
                LOG.info("mail refused: peer={} reason={}: {}", peerAddress(), e.reason(), e.getMessage());
                if (question instanceof SmtpAction.Sender) {
                    events.failed(Set.of(), e);
                } else {
                    current().failed(e);
                }
                engine.answer(JournalReplies.to(e));
            }
        }
    }

    /** A login is the proxy's: from then on the connection is none of ours. */
    private void logIn(SaslCredentials credentials) {
        LoginRole role = proxy.get();
        boolean isProxied = ProxyLogin.parse(credentials.userName()).isPresent()
                || (role != null && role.takes(credentials.userName()));
        if (role == null || !isProxied) {
            credentials.erase();
            events.loginFailed(isProxied ? LoginFailed.Reason.UNAVAILABLE : LoginFailed.Reason.NO_ROUTE);
            engine.answer(isProxied ? PROXY_AWAY : NO_LOGIN);
        } else if (engine.handOver()) {
            ended = true;
            if (suspended) {
                connection.resumeReads();
            }
            connection.handOver(role.takeOver(
                    connection,
                    new LoginRole.Login(
                            credentials.mechanism().name(),
                            credentials.userName(),
                            credentials.secret(),
                            engine.helo())));
        } else {
            credentials.erase();
        }
    }

    private SmtpReply answer(SmtpAction.Ask question) throws IntakeException {
        if (question instanceof SmtpAction.Sender mail) {
            transaction = JournalTransaction.begin(lease(), events, sender(), mail);
            return SmtpReplies.SENDER_OK;
        }
        if (question instanceof SmtpAction.Recipient recipient) {
            return current().add(recipient.address(), recipient.dsn());
        }
        current().beginData(peer(current().isUtf8()));
        return SmtpReplies.START_INPUT;
    }

    private Services lease() throws IntakeException {
        Services leased = services.get();
        if (leased == null) {
            throw new IntakeException(IntakeException.Reason.AWAY, "the intake or the mailboxes are not there", null);
        }
        return leased;
    }

    private void commit(JournalTransaction mail) {
        CompletableFuture<Void> committed = mail.commit();
        if (committed.isDone()) {
            finish(mail, committed);
        } else {
            committing = true;
            afterwards(committed, () -> {
                committing = false;
                finish(mail, committed);
                pump();
            });
        }
    }

    private void finish(JournalTransaction mail, CompletableFuture<Void> committed) {
        transaction = null;
        SmtpReply reply;
        try {
            committed.join();
            reply = JournalReplies.kept(mail.id());
            mail.accepted();
            LOG.info(
                    "mail kept: mailbox={} id={} octets={} peer={} tls={} ms={}",
                    mail.mailboxes(),
                    mail.id(),
                    mail.octets(),
                    peerAddress(),
                    tls == null ? "none" : tls.protocol(),
                    mail.elapsedMillis());
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof IntakeException trouble)) {
                throw e;
            }
            LOG.info(
                    "mail not kept: mailbox={} octets={} peer={} reason={}: {}",
                    mail.mailboxes(),
                    mail.octets(),
                    peerAddress(),
                    trouble.reason(),
                    trouble.getMessage());
            mail.failed(trouble);
            reply = JournalReplies.to(trouble);
        }
        if (!ended) {
            engine.answer(reply);
        }
    }

    private JournalTransaction current() {
        JournalTransaction current = transaction;
        if (current == null) {
            throw new IllegalStateException("no transaction");
        }
        return current;
    }

    private Sender sender() {
        return new Sender(connection.remoteAddress().getAddress(), tls != null, connection.clientNames());
    }

    private Peer peer(boolean utf8) {
        return new Peer(connection.remoteAddress(), engine.helo(), protocol(utf8), tls);
    }

    /** RFC 3848; RFC 6531, section 4.3. */
    private String protocol(boolean utf8) {
        if (utf8) {
            return tls == null ? "UTF8SMTP" : "UTF8SMTPS";
        }
        if (!engine.isExtended()) {
            return "SMTP";
        }
        return tls == null ? "ESMTP" : "ESMTPS";
    }

    private String peerAddress() {
        return connection.remoteAddress().getHostString();
    }

    private static TlsInfo info(SSLSession session) {
        return new TlsInfo(session.getProtocol(), session.getCipherSuite());
    }
}
