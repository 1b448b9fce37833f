package org.letterlock.smtp.proxy.internal;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.letterlock.protocol.sasl.SaslCredentials;
import org.letterlock.protocol.smtp.SmtpClientAction;
import org.letterlock.protocol.smtp.SmtpClientEngine;
import org.letterlock.protocol.smtp.SmtpClientFailure;
import org.letterlock.protocol.smtp.SmtpReply;
import org.letterlock.transport.api.OutboundConnection;
import org.letterlock.transport.api.OutboundFailure;
import org.letterlock.transport.api.OutboundHandler;

/** A connection to the remote server: logs in, and from then on passes its events on. Confined to the session's sequence. */
final class UpstreamLeg implements OutboundHandler {

    private final OutboundConnection connection;
    private final SmtpClientEngine engine;
    private final SaslCredentials credentials;
    private final Consumer<OutboundFailure> unreachable;
    private final UpstreamListener listener;

    /** Who goes on behind the login. */
    private @Nullable RelayedSession relayed;

    private boolean over;

    UpstreamLeg(
            OutboundConnection connection,
            SmtpClientEngine engine,
            SaslCredentials credentials,
            Consumer<OutboundFailure> unreachable,
            UpstreamListener listener) {
        this.connection = connection;
        this.engine = engine;
        this.credentials = credentials;
        this.unreachable = unreachable;
        this.listener = listener;
    }

    @Override
    public void opened() {
        // The server greets first.
    }

    @Override
    public void received(ByteBuffer data) {
        if (relayed != null) {
            relayed.upstreamReceived(data);
        } else if (!over) {
            engine.receive(data);
            pump();
            engine.keep();
        }
    }

    @Override
    public void secured(SSLSession session) {
        if (!over) {
            engine.secured();
            pump();
        }
    }

    @Override
    public void writable() {
        if (relayed != null) {
            relayed.writable();
        }
    }

    @Override
    public void tick(long nanoTime) {
        if (relayed != null) {
            relayed.tick(nanoTime);
        } else if (!over) {
            engine.tick(nanoTime);
            pump();
        }
    }

    @Override
    public void failed(OutboundFailure failure) {
        if (relayed == null && !over) {
            over = true;
            unreachable.accept(failure);
        }
    }

    @Override
    public void closed() {
        if (relayed != null) {
            relayed.upstreamClosed();
        } else if (!over) {
            engine.closed();
            pump();
        }
    }

    private void pump() {
        while (relayed == null && !over) {
            SmtpClientAction action = engine.next();
            if (action instanceof SmtpClientAction.NeedInput) {
                return;
            }
            perform(action);
        }
    }

    private void perform(SmtpClientAction action) {
        if (action instanceof SmtpClientAction.Write write) {
            connection.send(write.octets());
        } else if (action instanceof SmtpClientAction.StartTls) {
            connection.startTls();
        } else if (action instanceof SmtpClientAction.Ready) {
            engine.login(
                    credentials, connection.target().host(), connection.target().port());
        } else if (action instanceof SmtpClientAction.Reply answer) {
            conclude(answer.reply());
        } else if (action instanceof SmtpClientAction.Failed failed) {
            fail(failed.failure());
        }
    }

    private void conclude(SmtpReply reply) {
        if (reply.isPositive()) {
            relayed = listener.loggedIn(connection, engine, reply);
        } else {
            over = true;
            connection.close();
            listener.refused(reply);
        }
    }

    private void fail(SmtpClientFailure failure) {
        over = true;
        connection.abort();
        listener.failed(
                connection.target() + ": " + failure,
                connection.target() + " " + failure.reason() + " " + failure.step());
    }
}
