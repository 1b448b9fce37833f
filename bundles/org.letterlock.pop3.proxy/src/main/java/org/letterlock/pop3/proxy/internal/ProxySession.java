package org.letterlock.pop3.proxy.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.letterlock.intake.api.Capture;
import org.letterlock.intake.api.Intake;
import org.letterlock.intake.api.IntakeException;
import org.letterlock.intake.api.ProxiedTransaction;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.Peer;
import org.letterlock.mail.api.TlsInfo;
import org.letterlock.protocol.pop3.Pop3RelayAction;
import org.letterlock.protocol.proxy.ProxyLogin;
import org.letterlock.protocol.sasl.SaslCredentials;
import org.letterlock.protocol.sasl.SaslMechanism;
import org.letterlock.transport.api.Connection;
import org.letterlock.transport.api.ConnectionHandler;
import org.letterlock.transport.api.Connector;
import org.letterlock.transport.api.LoginRole;
import org.letterlock.transport.api.OutboundConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session from its login on: checks where it leads, reaches the remote server, answers the login, and relays. Confined to the
 * connection's sequence.
 */
final class ProxySession implements ConnectionHandler, UpstreamListener {

    private static final Logger LOG = LoggerFactory.getLogger(ProxySession.class);
    private static final int MAX_EARLY_OCTETS = 8 * 1024;
    private static final String NOT_NOW = "-ERR [SYS/TEMP] The proxy cannot be used now, try again later";

    private final Connection client;
    private final LoginRole.Login login;
    private final Settings settings;
    private final Services services;

    private @Nullable ProxyLogin route;
    private @Nullable MailboxId mailbox;
    private @Nullable Upstream upstream;
    private @Nullable RelaySession relay;
    private @Nullable Copies copies;
    /** What the client sent behind its login before that was answered. */
    private ByteBuffer early = ByteBuffer.allocate(0);

    private boolean over;

    ProxySession(Connection client, LoginRole.Login login, Settings settings, Services services) {
        this.client = client;
        this.login = login;
        this.settings = settings;
        this.services = services;
    }

    @Override
    public void opened() {
        Optional<ProxyLogin> parsed = ProxyLogin.parse(login.userName(), settings.separator());
        if (parsed.isEmpty()) {
            refuse("-ERR [AUTH] The user name is not user%server%mailbox");
            return;
        }
        Connector connector = services.connector();
        Predicate<MailboxId> active = services.activeMailboxes();
        if (connector == null || active == null) {
            refuse(NOT_NOW);
            return;
        }
        Optional<MailboxId> id = MailboxId.parse(parsed.get().mailbox());
        if (id.isEmpty() || !active.test(id.get())) {
            refuse("-ERR [SYS/TEMP] There is no such mailbox, or it takes no mail now");
            return;
        }
        client.suspendReads();
        mailbox = id.get();
        connect(connector, parsed.get());
    }

    private void connect(Connector connector, ProxyLogin parsed) {
        route = parsed;
        // POP3's USER and PASS are what PLAIN is, in two lines.
        SaslMechanism mechanism = SaslMechanism.named(login.mechanism()).orElse(SaslMechanism.PLAIN);
        SaslCredentials credentials = new SaslCredentials(mechanism, parsed.user(), login.password());
        upstream = new Upstream(
                connector,
                client,
                parsed,
                credentials,
                List.of(),
                settings.relay().upstreamTimeout(),
                this);
        upstream.connect();
    }

    @Override
    public void loggedIn(OutboundConnection connection, String reply) {
        Arrays.fill(login.password(), '\0');
        ProxyLogin to = Objects.requireNonNull(route, "route");
        Copies made = new Copies(this::begin, to.user() + '@' + to.host(), client::execute);
        copies = made;
        RelaySession session = new RelaySession(client, connection, made, settings.relay(), this::ended);
        relay = session;
        LOG.info("pop3 proxy session begins peer={} mailbox={} server={}", peerAddress(), mailbox, connection.target());
        client.send(line(reply));
        client.resumeReads();
        session.fromClient(early);
    }

    @Override
    public void refused(String reply) {
        refuse(reply);
    }

    @Override
    public void failed(String text) {
        LOG.info("pop3 proxy login failed peer={} mailbox={} reason={}", peerAddress(), mailbox, text);
        refuse("-ERR [SYS/TEMP] " + text);
    }

    private void refuse(String line) {
        Arrays.fill(login.password(), '\0');
        over = true;
        client.send(line(line));
        client.close();
    }

    private static ByteBuffer line(String text) {
        return ByteBuffer.wrap((text + "\r\n").getBytes(UTF_8));
    }

    private ProxiedTransaction begin() throws IntakeException {
        Intake intake = services.intake();
        ProxyLogin to = route;
        MailboxId kept = mailbox;
        if (intake == null || to == null || kept == null) {
            throw new IntakeException(IntakeException.Reason.AWAY, "the intake is not there", null);
        }
        Capture capture = new Capture(Capture.Protocol.POP3_PROXY, to.host(), to.user());
        return intake.beginProxied(kept, capture, null, peer());
    }

    private Peer peer() {
        TlsInfo tls = client.tls()
                .map(session -> new TlsInfo(session.getProtocol(), session.getCipherSuite()))
                .orElse(null);
        return new Peer(client.remoteAddress(), "", "POP3S", tls);
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
            relay.pump();
        }
    }

    @Override
    public void tick(long nanoTime) {
        if (relay != null) {
            relay.tick(nanoTime);
        }
    }

    @Override
    public void drain() {
        if (relay != null) {
            relay.shutdown();
        } else if (!over) {
            end();
            refuse(NOT_NOW);
        }
    }

    @Override
    public void closed() {
        if (relay != null) {
            relay.clientGone();
        } else {
            Arrays.fill(login.password(), '\0');
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
        if (upstream != null) {
            upstream.abort();
        }
    }

    private void ended(Pop3RelayAction.Reason reason) {
        over = true;
        Copies made = copies;
        LOG.info(
                "pop3 proxy session ends peer={} mailbox={} mails={} known={} failed={} reason={}",
                peerAddress(),
                mailbox,
                made == null ? 0 : made.kept(),
                made == null ? 0 : made.known(),
                made == null ? 0 : made.failed(),
                reason);
    }

    private String peerAddress() {
        return client.remoteAddress().getHostString();
    }
}
