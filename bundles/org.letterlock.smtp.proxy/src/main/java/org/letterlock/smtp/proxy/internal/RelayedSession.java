package org.letterlock.smtp.proxy.internal;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.net.ssl.SSLSession;
import org.letterlock.proxy.Sessions;
import org.letterlock.transport.api.Connection;
import org.letterlock.transport.api.ConnectionHandler;
import org.letterlock.transport.api.OutboundConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session behind its login: the events of both connections, which come in one sequence. */
final class RelayedSession implements ConnectionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(RelayedSession.class);

    private final Connection client;
    private final OutboundConnection upstream;
    private final Copies copies;
    private final Sessions sessions;
    private final RelayDriver relay;
    private boolean failed;

    /**
     * Makes it.
     *
     * @param driver makes what does the work; gets what runs its tasks within the sequence
     */
    RelayedSession(
            Connection client,
            OutboundConnection upstream,
            Copies copies,
            Function<Consumer<Runnable>, RelayDriver> driver,
            Sessions sessions) {
        this.client = client;
        this.upstream = upstream;
        this.copies = copies;
        this.sessions = sessions;
        this.relay = driver.apply(event -> client.execute(() -> guarded(event)));
    }

    @Override
    public void opened() {
        guarded(relay::pump);
    }

    @Override
    public void received(ByteBuffer data) {
        guarded(() -> relay.fromClient(data));
    }

    @Override
    public void secured(SSLSession session) {
        throw new IllegalStateException("TLS was there before the login");
    }

    @Override
    public void writable() {
        guarded(relay::pump);
    }

    @Override
    public void tick(long nanoTime) {
        guarded(() -> relay.tick(nanoTime));
    }

    @Override
    public void drain() {
        guarded(relay::drain);
    }

    @Override
    public void closed() {
        sessions.end(client);
        guarded(relay::clientClosed);
    }

    void upstreamReceived(ByteBuffer data) {
        guarded(() -> relay.fromUpstream(data));
    }

    void upstreamClosed() {
        guarded(relay::upstreamClosed);
    }

    /** Whatever a bug throws ends here: the mail is not sent, or is uncertain, and the client hears no reply to it. */
    private void guarded(Runnable event) {
        if (failed) {
            return;
        }
        try {
            event.run();
        } catch (RuntimeException e) {
            failed = true;
            LOG.error(
                    "bug in an SMTP proxy session: peer={}",
                    client.remoteAddress().getHostString(),
                    e);
            copies.close();
            upstream.abort();
            client.send(LoginReplies.BUG.octets());
            client.close();
        }
    }
}
