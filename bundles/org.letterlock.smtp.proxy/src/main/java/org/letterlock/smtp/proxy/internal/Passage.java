package org.letterlock.smtp.proxy.internal;

import org.letterlock.intake.api.Capture;
import org.letterlock.intake.api.Intake;
import org.letterlock.intake.api.IntakeException;
import org.letterlock.intake.api.ProxiedTransaction;
import org.letterlock.mail.api.Envelope;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.Peer;
import org.letterlock.mail.api.TlsInfo;
import org.letterlock.protocol.proxy.ProxyLogin;
import org.letterlock.protocol.proxy.RelaySession;
import org.letterlock.protocol.proxy.SmtpRelay;
import org.letterlock.protocol.smtp.SmtpClientEngine;
import org.letterlock.protocol.smtp.SmtpServerEngine;
import org.letterlock.transport.api.Connection;
import org.letterlock.transport.api.OutboundConnection;

/**
 * From where to where mails pass.
 *
 * @param route the login's user name, taken apart
 * @param mailbox who gets the copies
 */
record Passage(ProxyLogin route, MailboxId mailbox) {

    /** For the log: nothing of the user. */
    String describe(Connection client) {
        return "mailbox=" + mailbox + " peer=" + client.remoteAddress().getHostString() + " server=" + route.host();
    }

    /** Joins both sides behind the login. */
    RelayedSession relay(
            Connection client,
            String helo,
            OutboundConnection upstream,
            SmtpClientEngine engine,
            Settings settings,
            Services services,
            Sessions sessions) {
        // A client that can log in speaks ESMTP.
        SmtpServerEngine server =
                RelaySession.server(settings.hostname(), settings.limits(), engine.capabilities(), helo, true);
        Copies copies = new Copies(
                (envelope, utf8) -> begin(services, envelope, peer(client, server.helo(), utf8)),
                settings.keepRejected(),
                describe(client));
        return new RelayedSession(client, upstream, copies, new SmtpRelay(server, engine, settings.policy()), sessions);
    }

    private ProxiedTransaction begin(Services services, Envelope envelope, Peer peer) throws IntakeException {
        Intake intake = services.intake();
        if (intake == null) {
            throw new IntakeException(IntakeException.Reason.AWAY, "the intake is not there", null);
        }
        Capture capture = new Capture(Capture.Protocol.SMTP_PROXY, route.host(), route.user());
        return intake.beginProxied(mailbox, capture, envelope, peer);
    }

    private static Peer peer(Connection client, String helo, boolean utf8) {
        TlsInfo tls = client.tls()
                .map(session -> new TlsInfo(session.getProtocol(), session.getCipherSuite()))
                .orElse(null);
        // RFC 3848; RFC 6531, section 4.3.
        return new Peer(client.remoteAddress(), helo, utf8 ? "UTF8SMTPSA" : "ESMTPSA", tls);
    }

    /** Without the user's name. */
    @Override
    public String toString() {
        return "Passage[mailbox=" + mailbox + "]";
    }
}
