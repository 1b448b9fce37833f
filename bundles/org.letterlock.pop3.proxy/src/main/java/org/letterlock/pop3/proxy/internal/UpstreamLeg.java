package org.letterlock.pop3.proxy.internal;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.letterlock.protocol.pop3.Pop3ClientAction;
import org.letterlock.protocol.pop3.Pop3ClientLogin;
import org.letterlock.transport.api.OutboundConnection;
import org.letterlock.transport.api.OutboundFailure;
import org.letterlock.transport.api.OutboundHandler;

/** A connection to the remote server: logs in, and from then on passes its events on. Confined to the session's sequence. */
final class UpstreamLeg implements OutboundHandler {

    private final OutboundConnection connection;
    private final Consumer<OutboundFailure> unreachable;
    private final UpstreamListener listener;

    /** Null once the login has ended. */
    private @Nullable Pop3ClientLogin dialogue;

    private boolean loggedIn;

    UpstreamLeg(
            OutboundConnection connection,
            Pop3ClientLogin dialogue,
            Consumer<OutboundFailure> unreachable,
            UpstreamListener listener) {
        this.connection = connection;
        this.dialogue = dialogue;
        this.unreachable = unreachable;
        this.listener = listener;
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
        Pop3ClientLogin talking = dialogue;
        if (talking != null) {
            talking.secured();
            pump(talking);
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
        Pop3ClientLogin talking = dialogue;
        if (loggedIn) {
            listener.upstreamTick(nanoTime);
        } else if (talking != null) {
            talking.tick(nanoTime);
            pump(talking);
        }
    }

    @Override
    public void failed(OutboundFailure failure) {
        if (dialogue != null) {
            dialogue = null;
            unreachable.accept(failure);
        }
    }

    @Override
    public void closed() {
        Pop3ClientLogin talking = dialogue;
        if (loggedIn) {
            listener.gone();
        } else if (talking != null) {
            talking.gone();
            pump(talking);
        }
    }

    private void pump(Pop3ClientLogin talking) {
        while (dialogue != null) {
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
        connection.close();
    }
}
