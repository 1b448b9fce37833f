package org.letterlock.pop3.proxy.internal;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.letterlock.protocol.pop3.Pop3ClientAction;
import org.letterlock.protocol.pop3.Pop3ClientLogin;
import org.letterlock.protocol.proxy.ProxyLogin;
import org.letterlock.protocol.proxy.UpstreamPort;
import org.letterlock.protocol.sasl.SaslCredentials;
import org.letterlock.transport.api.Connection;
import org.letterlock.transport.api.Connector;
import org.letterlock.transport.api.OutboundConnection;
import org.letterlock.transport.api.OutboundFailure;
import org.letterlock.transport.api.OutboundHandler;
import org.letterlock.transport.api.Target;

/**
 * The remote server's side of a session: tries the ways to reach it one after the other, logs in, and from then on passes
 * its events on. Confined to the session's sequence.
 */
final class Upstream {

    private final Connector connector;
    private final Connection client;
    private final ProxyLogin login;
    private final SaslCredentials credentials;
    private final List<String> allowed;
    private final Duration replyTimeout;
    private final UpstreamListener listener;
    private final Deque<UpstreamPort> ports;

    private @Nullable OutboundConnection current;
    private boolean over;

    /**
     * Knows where to go.
     *
     * @param credentials the client's, with its name at the remote server
     * @param allowed the mailbox's own allow-list
     */
    Upstream(
            Connector connector,
            Connection client,
            ProxyLogin login,
            SaslCredentials credentials,
            List<String> allowed,
            Duration replyTimeout,
            UpstreamListener listener) {
        this.connector = connector;
        this.client = client;
        this.login = login;
        this.credentials = credentials;
        this.allowed = allowed;
        this.replyTimeout = replyTimeout;
        this.listener = listener;
        this.ports = new ArrayDeque<>(UpstreamPort.ofPop3(login));
    }

    /** Tries the next way. */
    void connect() {
        UpstreamPort port = ports.removeFirst();
        Target.Tls tls = port.implicitTls() ? Target.Tls.IMPLICIT : Target.Tls.UPGRADE;
        current = connector.connect(
                new Target(login.host(), port.number(), tls, allowed), client, leg -> new Leg(leg, port));
    }

    /** The session needs it no more; what is queued is dropped. */
    void abort() {
        over = true;
        if (current != null) {
            current.abort();
        }
    }

    /** The session needs it no more. */
    void close() {
        over = true;
        if (current != null) {
            current.close();
        }
    }

    /** One connection. */
    private final class Leg implements OutboundHandler {

        private final OutboundConnection connection;
        private final UpstreamPort port;
        private @Nullable Pop3ClientLogin dialogue;
        private boolean loggedIn;

        Leg(OutboundConnection connection, UpstreamPort port) {
            this.connection = connection;
            this.port = port;
            this.dialogue =
                    new Pop3ClientLogin(port.implicitTls(), credentials, login.host(), port.number(), replyTimeout);
        }

        @Override
        public void opened() {
            // The server greets first.
        }

        @Override
        public void received(ByteBuffer data) {
            Pop3ClientLogin talking = dialogue;
            if (loggedIn) {
                listener.upstreamReceived(data);
            } else if (talking != null) {
                talking.receive(data);
                pump(talking);
            }
        }

        @Override
        public void secured(SSLSession session) {
            if (dialogue != null) {
                dialogue.secured();
                pump(dialogue);
            }
        }

        @Override
        public void writable() {
            if (loggedIn) {
                listener.upstreamWritable();
            }
        }

        @Override
        public void tick(long nanoTime) {
            if (dialogue != null) {
                dialogue.tick(nanoTime);
                pump(dialogue);
            } else if (loggedIn) {
                listener.upstreamTick(nanoTime);
            }
        }

        private void pump(Pop3ClientLogin talking) {
            while (!over && dialogue != null) {
                Pop3ClientAction action = talking.next();
                if (action instanceof Pop3ClientAction.NeedInput) {
                    return;
                }
                perform(action);
            }
        }

        private void perform(Pop3ClientAction action) {
            if (action instanceof Pop3ClientAction.Send send) {
                connection.send(send.octets());
            } else if (action instanceof Pop3ClientAction.StartTls) {
                connection.startTls();
            } else if (action instanceof Pop3ClientAction.LoggedIn success) {
                dialogue = null;
                loggedIn = true;
                listener.loggedIn(connection, success.reply());
            } else if (action instanceof Pop3ClientAction.Refused refusal) {
                end();
                listener.refused(refusal.reply());
            } else if (action instanceof Pop3ClientAction.Failed failure) {
                end();
                listener.failed(connection.target() + " " + failure.text());
            }
        }

        private void end() {
            dialogue = null;
            over = true;
            connection.close();
        }

        @Override
        public void failed(OutboundFailure failure) {
            dialogue = null;
            if (over || loggedIn) {
                return;
            }
            if (mayTryNext(failure.reason())) {
                connect();
            } else {
                over = true;
                listener.failed(failure.text());
            }
        }

        /** The same port is tried again only where TLS was not what the server begins with. */
        private boolean mayTryNext(OutboundFailure.Reason reason) {
            UpstreamPort next = ports.peekFirst();
            return next != null
                    && switch (reason) {
                        case NOT_TLS -> true;
                        case CONNECT, TIMEOUT -> next.number() != port.number();
                        default -> false;
                    };
        }

        @Override
        public void closed() {
            if (loggedIn) {
                listener.gone();
            } else if (dialogue != null && !over) {
                dialogue.gone();
                pump(dialogue);
            }
        }
    }
}
