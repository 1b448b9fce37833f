package org.letterlock.smtp.proxy.internal;

import org.letterlock.intake.api.Capture;
import org.letterlock.protocol.proxy.RelaySession;
import org.letterlock.protocol.proxy.SmtpRelay;
import org.letterlock.protocol.smtp.SmtpClientEngine;
import org.letterlock.protocol.smtp.SmtpServerEngine;
import org.letterlock.proxy.ProxyEvents;
import org.letterlock.proxy.ProxyServices;
import org.letterlock.proxy.Route;
import org.letterlock.proxy.SessionFigures;
import org.letterlock.proxy.Sessions;
import org.letterlock.transport.api.Connection;
import org.letterlock.transport.api.OutboundConnection;

/** Joins a client and a server behind the login. */
record Passage(Settings settings, ProxyServices services, Sessions sessions, ProxyEvents events) {

    RelayedSession relay(
            Route route, Connection client, String helo, OutboundConnection upstream, SmtpClientEngine engine) {
        // A client that can log in speaks ESMTP.
        SmtpServerEngine server =
                RelaySession.server(settings.hostname(), settings.limits(), engine.capabilities(), helo, true);
        SessionFigures figures = sessions.loggedIn(client, upstream, route);
        // RFC 3848; RFC 6531, section 4.3.
        Copies copies = new Copies(
                (envelope, utf8) -> route.begin(
                        services,
                        Capture.Protocol.SMTP_PROXY,
                        envelope,
                        Route.peer(client, server.helo(), utf8 ? "UTF8SMTPSA" : "ESMTPSA")),
                route,
                route.describe(client),
                figures,
                events);
        SmtpRelay relay = new SmtpRelay(server, engine, route.policy());
        RelayedSession session = new RelayedSession(
                client,
                upstream,
                copies,
                sequence -> new RelayDriver(
                        client,
                        upstream,
                        copies,
                        relay,
                        figures,
                        settings.logins().serviceWait(),
                        sequence),
                sessions);
        sessions.begin(client, session);
        return session;
    }
}
