package org.letterlock.smtp.proxy.internal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.protocol.proxy.ProxyLogin;
import org.letterlock.protocol.sasl.SaslCredentials;
import org.letterlock.protocol.sasl.SaslMechanism;
import org.letterlock.protocol.smtp.SmtpClientEngine;
import org.letterlock.protocol.smtp.SmtpReply;
import org.letterlock.transport.api.Connection;
import org.letterlock.transport.api.ConnectionHandler;
import org.letterlock.transport.api.Connector;
import org.letterlock.transport.api.LoginRole;
import org.letterlock.transport.api.OutboundConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session up to the end of its login: checks where it leads, logs in there, and answers. Confined to the connection's sequence.
 */
final class LoginSession implements ConnectionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(LoginSession.class);

    private final Connection client;
    private final LoginRole.Login login;
    private final Settings settings;
    private final Services services;
    private final Sessions sessions;

    private @Nullable Upstream upstream;
    private boolean over;

    LoginSession(Connection client, LoginRole.Login login, Settings settings, Services services, Sessions sessions) {
        this.client = client;
        this.login = login;
        this.settings = settings;
        this.services = services;
        this.sessions = sessions;
    }

    @Override
    public void opened() {
        Optional<ProxyLogin> route = ProxyLogin.parse(login.userName());
        Optional<SaslMechanism> mechanism = SaslMechanism.named(login.mechanism());
        Connector connector = services.connector();
        Predicate<MailboxId> active = services.activeMailboxes();
        if (route.isEmpty() || mechanism.isEmpty()) {
            answer(LoginReplies.NO_ROUTE);
        } else if (connector == null || active == null) {
            answer(LoginReplies.NOT_NOW);
        } else {
            MailboxId.parse(route.get().mailbox())
                    .filter(active)
                    .ifPresentOrElse(
                            mailbox -> connect(connector, mechanism.get(), new Passage(route.get(), mailbox)),
                            () -> answer(LoginReplies.NO_MAILBOX));
        }
    }

    private void connect(Connector connector, SaslMechanism mechanism, Passage passage) {
        // The client has nothing to say before it has its reply.
        client.suspendReads();
        ProxyLogin route = passage.route();
        SaslCredentials credentials = new SaslCredentials(mechanism, route.user(), login.password());
        Upstream begun = new Upstream(connector, client, route, credentials, settings, new Attempt(passage));
        upstream = begun;
        begun.connect();
    }

    /** What becomes of the login. */
    private final class Attempt implements UpstreamListener {

        private final Passage passage;

        Attempt(Passage passage) {
            this.passage = passage;
        }

        @Override
        public RelayedSession loggedIn(OutboundConnection connection, SmtpClientEngine engine, SmtpReply reply) {
            over = true;
            erase();
            LOG.info("login relayed: {}", passage.describe(client));
            client.send(reply.withEnhancedCode().octets());
            RelayedSession session =
                    passage.relay(client, login.helo(), connection, engine, settings, services, sessions);
            sessions.begin(client, session);
            client.handOver(session);
            return session;
        }

        @Override
        public void refused(SmtpReply reply) {
            LOG.info("login refused: {} reply={}", passage.describe(client), reply.code());
            answer(reply.withEnhancedCode());
        }

        @Override
        public void failed(String text, String logged) {
            // The end of a login that the client has given up is no news.
            if (!over) {
                LOG.info("login failed: {} reason={}", passage.describe(client), logged);
                answer(LoginReplies.failed(text));
            }
        }
    }

    /** The login has failed. */
    private void answer(SmtpReply reply) {
        if (!over) {
            end();
            client.send(reply.octets());
            client.close();
        }
    }

    private void end() {
        over = true;
        erase();
        if (upstream != null) {
            upstream.abort();
        }
    }

    private void erase() {
        Arrays.fill(login.password(), '\0');
    }

    @Override
    public void received(ByteBuffer data) {
        answer(LoginReplies.NOTHING_MAY_FOLLOW);
    }

    @Override
    public void secured(SSLSession session) {
        throw new IllegalStateException("TLS was there before the login");
    }

    @Override
    public void writable() {
        // One reply waits for nobody.
    }

    @Override
    public void tick(long nanoTime) {
        // The remote server's side has the time-outs.
    }

    @Override
    public void drain() {
        answer(LoginReplies.SHUTDOWN);
    }

    @Override
    public void closed() {
        sessions.end(client);
        if (!over) {
            end();
        }
    }
}
