package org.letterlock.pop3.proxy.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.letterlock.intake.api.Capture;
import org.letterlock.protocol.pop3.Pop3ClientLogin;
import org.letterlock.protocol.pop3.Pop3RelayAction;
import org.letterlock.protocol.proxy.UpstreamPort;
import org.letterlock.protocol.sasl.SaslCredentials;
import org.letterlock.protocol.sasl.SaslMechanism;
import org.letterlock.proxy.Admission;
import org.letterlock.proxy.Admissions;
import org.letterlock.proxy.Decision;
import org.letterlock.proxy.ProxyEvents;
import org.letterlock.proxy.ProxyServices;
import org.letterlock.proxy.Route;
import org.letterlock.proxy.SessionFigures;
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
 * A session from its login on: waits until that may be tried, logs in where it leads, answers, and relays. Confined to the
 * connection's sequence.
 */
final class ProxySession implements ConnectionHandler, UpstreamListener, UpstreamWays.Traveller {

    private static final Logger LOG = LoggerFactory.getLogger(ProxySession.class);
    private static final int MAX_EARLY_OCTETS = 8 * 1024;

    /** Refusals that say nothing of the password (RFC 2449, section 8; RFC 3206). */
    private static final Pattern NOT_THE_PASSWORD =
            Pattern.compile("-ERR \\[(IN-USE|LOGIN-DELAY|SYS/).*", Pattern.CASE_INSENSITIVE);

    private final Connection client;
    private final LoginRole.Login login;
    private final Settings settings;
    private final ProxyServices services;
    private final Sessions sessions;
    private final Admission admission;
    private final ProxyEvents events;

    private @Nullable Route route;
    private @Nullable UpstreamWays ways;
    private @Nullable RelaySession relay;
    private @Nullable Copies copies;
    /** What the client sent behind its login before that was answered. */
    private ByteBuffer early = ByteBuffer.allocate(0);

    private boolean waiting;
    private boolean over;

    ProxySession(
            Connection client,
            LoginRole.Login login,
            Settings settings,
            ProxyServices services,
            Admissions admissions,
            Sessions sessions) {
        this.client = client;
        this.login = login;
        this.settings = settings;
        this.services = services;
        this.events = new ProxyEvents(Role.POP3_PROXY, client, services);
        this.sessions = sessions;
        this.admission = admissions.begin(client.remoteAddress().getAddress(), login.userName());
    }

    @Override
    public void opened() {
        client.suspendReads();
        decided(admission.decide());
    }

    private void decided(Decision decision) {
        waiting = decision instanceof Decision.Waiting;
        if (decision instanceof Decision.Refused refused) {
            LOG.info("pop3 proxy login not tried: peer={} reason={}", peerAddress(), refused.why());
            events.loginFailed(login.userName(), refused.why());
            refuse(Refusals.of(refused.why()));
        } else if (decision instanceof Decision.Admitted admitted) {
            route = admitted.route();
            UpstreamWays begun = new UpstreamWays(
                    admitted.connector(),
                    client,
                    admitted.route(),
                    UpstreamPort.ofPop3(admitted.route().login()),
                    this);
            ways = begun;
            begun.tryNext();
        }
    }

    @Override
    public OutboundHandler leg(
            OutboundConnection connection, UpstreamPort port, Consumer<OutboundFailure> unreachable) {
        // POP3's USER and PASS are what PLAIN is, in two lines.
        SaslMechanism mechanism = SaslMechanism.named(login.mechanism()).orElse(SaslMechanism.PLAIN);
        SaslCredentials credentials =
                new SaslCredentials(mechanism, current().login().user(), login.password());
        Pop3ClientLogin dialogue = new Pop3ClientLogin(
                port.implicitTls(), credentials, current().login().host(), port.number(), settings.replyTimeout());
        return new UpstreamLeg(connection, dialogue, unreachable, this);
    }

    @Override
    public void stranded(List<OutboundFailure> failures) {
        failed(String.join("; ", failures.stream().map(OutboundFailure::text).toList()));
    }

    @Override
    public void loggedIn(OutboundConnection connection, String reply) {
        Arrays.fill(login.password(), '\0');
        admission.succeeded();
        Route to = current();
        events.loginSucceeded(to.mailbox());
        SessionFigures figures = sessions.loggedIn(client, connection, to);
        Copies made = new Copies(
                () -> to.begin(services, Capture.Protocol.POP3_PROXY, null, Route.peer(client, "", "POP3S")),
                to,
                to.describe(client),
                figures,
                events,
                client::execute);
        copies = made;
        RelaySession session = new RelaySession(
                client,
                connection,
                made,
                settings.relay(to.policy()),
                figures,
                settings.logins().serviceWait(),
                this::ended);
        relay = session;
        LOG.info("pop3 proxy session begins: {}", to.describe(client));
        client.send(line(reply));
        client.resumeReads();
        session.fromClient(early);
    }

    @Override
    public void refused(String reply) {
        LOG.info("pop3 proxy login refused: {}", current().describe(client));
        boolean isDenied = !NOT_THE_PASSWORD.matcher(reply).matches();
        if (isDenied) {
            admission.denied();
        }
        events.loginFailed(current().mailbox(), isDenied ? LoginFailed.Reason.DENIED : LoginFailed.Reason.SERVER);
        refuse(reply);
    }

    @Override
    public void failed(String text) {
        if (!over) {
            LOG.info("pop3 proxy login failed: {} reason={}", current().describe(client), text);
            events.loginFailed(current().mailbox(), LoginFailed.Reason.SERVER);
            refuse("-ERR [SYS/TEMP] " + text);
        }
    }

    private void refuse(String line) {
        if (!over) {
            end();
            client.send(line(line));
            client.close();
        }
    }

    private static ByteBuffer line(String text) {
        return ByteBuffer.wrap((text + "\r\n").getBytes(UTF_8));
    }

    @Override
    public void received(ByteBuffer data) {
        if (relay != null) {
            relay.fromClient(data);
        } else if (!over && early.remaining() + data.remaining() <= MAX_EARLY_OCTETS) {
            early = ByteBuffer.allocate(early.remaining() + data.remaining())
                    .put(early)
                    .put(data)
                    .flip();
        } else if (!over) {
            end();
            client.abort();
        }
    }

    @Override
    public void secured(SSLSession session) {
        throw new IllegalStateException("TLS was there before the login");
    }

    @Override
    public void writable() {
        if (relay != null) {
            relay.writable();
        }
    }

    @Override
    public void tick(long nanoTime) {
        if (relay != null) {
            relay.tick(nanoTime);
        } else if (waiting && !over) {
            decided(admission.decide(nanoTime));
        }
    }

    @Override
    public void drain() {
        if (relay != null) {
            relay.shutdown();
        } else {
            refuse(Refusals.SHUTDOWN);
        }
    }

    @Override
    public void closed() {
        if (relay != null) {
            relay.clientGone();
        } else {
            sessions.end(client);
            end();
        }
    }

    @Override
    public void gone() {
        if (relay != null) {
            relay.upstreamGone();
        }
    }

    @Override
    public void upstreamReceived(ByteBuffer data) {
        if (relay != null) {
            relay.fromUpstream(data);
        }
    }

    @Override
    public void upstreamTick(long nanoTime) {
        tick(nanoTime);
    }

    @Override
    public void upstreamWritable() {
        writable();
    }

    private void end() {
        over = true;
        Arrays.fill(login.password(), '\0');
        admission.undecided();
        if (ways != null) {
            ways.abort();
        }
    }

    private void ended(Pop3RelayAction.Reason reason) {
        over = true;
        sessions.end(client);
        Copies made = copies;
        LOG.info(
                "pop3 proxy session ends: {} mails={} known={} failed={} reason={}",
                current().describe(client),
                made == null ? 0 : made.kept(),
                made == null ? 0 : made.known(),
                made == null ? 0 : made.failed(),
                reason);
    }

    private Route current() {
        Route to = route;
        if (to == null) {
            throw new IllegalStateException("the login was not admitted");
        }
        return to;
    }

    private String peerAddress() {
        return client.remoteAddress().getHostString();
    }
}
