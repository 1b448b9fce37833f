package org.letterlock.smtp.proxy.internal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.letterlock.protocol.proxy.UpstreamPort;
import org.letterlock.protocol.sasl.SaslCredentials;
import org.letterlock.protocol.sasl.SaslMechanism;
import org.letterlock.protocol.smtp.SmtpClientEngine;
import org.letterlock.protocol.smtp.SmtpReply;
import org.letterlock.proxy.Admission;
import org.letterlock.proxy.Admissions;
import org.letterlock.proxy.Decision;
import org.letterlock.proxy.ProxyEvents;
import org.letterlock.proxy.ProxyServices;
import org.letterlock.proxy.Route;
import org.letterlock.proxy.Sessions;
import org.letterlock.proxy.UpstreamWays;
import org.letterlock.spi.api.LoginFailed;
import org.letterlock.spi.api.Role;
import org.letterlock.transport.api.Connection;
import org.letterlock.transport.api.ConnectionHandler;
import org.letterlock.transport.api.LoginRole;
import org.letterlock.transport.api.OutboundConnection;
import org.letterlock.transport.api.OutboundFailure;
import org.letterlock.transport.api.OutboundHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session up to the end of its login: waits until that may be tried, logs in where it leads, and answers. Confined to the
 * connection's sequence.
 */
final class LoginSession implements ConnectionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(LoginSession.class);

    private final Connection client;
    private final LoginRole.Login login;
    private final Settings settings;
    private final Passage passage;
    private final ProxyEvents events;
    private final Sessions sessions;
    private final Admission admission;

    private @Nullable UpstreamWays ways;
    private boolean waiting;
    private boolean over;

    LoginSession(
            Connection client,
            LoginRole.Login login,
            Settings settings,
            ProxyServices services,
            Admissions admissions,
            Sessions sessions) {
        this.client = client;
        this.login = login;
        this.settings = settings;
        this.events = new ProxyEvents(Role.SMTP_PROXY, client, services);
        this.passage = new Passage(settings, services, sessions, events);
        this.sessions = sessions;
        this.admission = admissions.begin(client.remoteAddress().getAddress(), login.userName());
    }

    @Override
    public void opened() {
        // The client has nothing to say before it has its reply.
        client.suspendReads();
        decided(admission.decide());
    }

    private void decided(Decision decision) {
        waiting = decision instanceof Decision.Waiting;
        if (decision instanceof Decision.Refused refused) {
            LOG.info(
                    "login not tried: peer={} reason={}", client.remoteAddress().getHostString(), refused.why());
            events.loginFailed(login.userName(), refused.why());
            answer(LoginReplies.of(refused.why()));
        } else if (decision instanceof Decision.Admitted admitted) {
            SaslMechanism.named(login.mechanism())
                    .ifPresentOrElse(
                            mechanism -> connect(admitted, mechanism),
                            () -> answer(LoginReplies.of(Decision.Reason.NO_ROUTE)));
        }
    }

    private void connect(Decision.Admitted admitted, SaslMechanism mechanism) {
        Route route = admitted.route();
        UpstreamWays begun = new UpstreamWays(
                admitted.connector(),
                client,
                route,
                UpstreamPort.ofSmtp(route.login()),
                new Attempt(route, new SaslCredentials(mechanism, route.login().user(), login.password())));
        ways = begun;
        begun.tryNext();
    }

    /** What becomes of the login. */
    private final class Attempt implements UpstreamListener, UpstreamWays.Traveller {

        private final Route route;
        private final SaslCredentials credentials;

        Attempt(Route route, SaslCredentials credentials) {
            this.route = route;
            this.credentials = credentials;
        }

        @Override
        public OutboundHandler leg(
                OutboundConnection connection, UpstreamPort port, Consumer<OutboundFailure> unreachable) {
            SmtpClientEngine engine =
                    new SmtpClientEngine(settings.hostname(), settings.timeouts(), port.implicitTls());
            return new UpstreamLeg(connection, engine, credentials, unreachable, this);
        }

        @Override
        public void stranded(List<OutboundFailure> failures) {
            failed(
                    String.join(
                            "; ", failures.stream().map(OutboundFailure::text).toList()),
                    route.login().host() + " "
                            + failures.stream().map(OutboundFailure::reason).toList());
        }

        @Override
        public RelayedSession loggedIn(OutboundConnection connection, SmtpClientEngine engine, SmtpReply reply) {
            over = true;
            erase();
            admission.succeeded();
            LOG.info("login relayed: {}", route.describe(client));
            events.loginSucceeded(route.mailbox());
            client.send(reply.withEnhancedCode().octets());
            RelayedSession session = passage.relay(route, client, login.helo(), connection, engine);
            client.handOver(session);
            return session;
        }

        @Override
        public void refused(SmtpReply reply) {
            LOG.info("login refused: {} reply={}", route.describe(client), reply.code());
            if (reply.isPermanent()) {
                admission.denied();
            }
            events.loginFailed(
                    route.mailbox(), reply.isPermanent() ? LoginFailed.Reason.DENIED : LoginFailed.Reason.SERVER);
            answer(reply.withEnhancedCode());
        }

        @Override
        public void failed(String text, String logged) {
            // The end of a login that the client has given up is no news.
            if (!over) {
                LOG.info("login failed: {} reason={}", route.describe(client), logged);
                events.loginFailed(route.mailbox(), LoginFailed.Reason.SERVER);
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
        admission.undecided();
        if (ways != null) {
            ways.abort();
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
        // Behind the wait the remote server's side has the time-outs.
        if (waiting && !over) {
            decided(admission.decide(nanoTime));
        }
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
