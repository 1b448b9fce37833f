package org.letterlock.protocol.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.letterlock.protocol.smtp.SmtpClientAction;
import org.letterlock.protocol.smtp.SmtpClientEngine;
import org.letterlock.protocol.smtp.SmtpClientTimeouts;
import org.letterlock.protocol.smtp.SmtpServerEngine;
import org.letterlock.protocol.smtp.SmtpServerLimits;

/**
 * A relay with a world around it: a server, a place for copies, and the client's end of the wire. Everything that happens is told
 * in order: {@code begin}, {@code pending}, {@code drop}, {@code dot} (the server has the mail), {@code SENT}, {@code REJECTED},
 * {@code UNCERTAIN}, {@code abort}, {@code close}, {@code closed} (the client).
 */
final class RelayWorld {

    static final SmtpServerLimits LIMITS =
            new SmtpServerLimits(510, 5000, 100, 100, 3, TimeUnit.SECONDS.toNanos(300), TimeUnit.SECONDS.toNanos(600));

    static final String ALL = Stream.of("up.example", "PIPELINING", "SIZE 2000", "8BITMIME", "SMTPUTF8", "DSN")
                    .map(line -> "250-" + line + "\r\n")
                    .collect(Collectors.joining())
            + "250 ENHANCEDSTATUSCODES\r\n";

    final List<String> events = new ArrayList<>();
    final RelayServer server = new RelayServer();
    final StringBuilder copy = new StringBuilder();
    final StringBuilder said = new StringBuilder();
    final SmtpRelay relay;

    private final int piece;
    private @Nullable Boolean begins = true;
    private @Nullable Boolean keeps = true;
    private SmtpRelayAction.@Nullable Ask open;
    /** How many octets the server reads and says before it dies. */
    private int serverReads = Integer.MAX_VALUE;

    private int serverSays = Integer.MAX_VALUE;
    private boolean serverDead;
    private boolean clientDead;
    boolean clientClosed;
    boolean upstreamDone;

    RelayWorld(CopyPolicy policy, String ehlo, int piece) {
        this.piece = piece;
        SmtpClientEngine upstream = new SmtpClientEngine("gw.example", SmtpClientTimeouts.RFC_5321, true);
        for (String reply : List.of("220 up.example\r\n", ehlo)) {
            upstream.receive(octets(reply));
            SmtpClientAction action = upstream.next();
            while (!(action instanceof SmtpClientAction.NeedInput)) {
                action = upstream.next();
            }
        }
        SmtpServerEngine client =
                RelaySession.server("gw.example", LIMITS, upstream.capabilities(), "client.example", true);
        relay = new SmtpRelay(client, upstream, policy);
    }

    /** How the next questions are answered; null leaves them open. */
    void copies(@Nullable Boolean toBegin, @Nullable Boolean toKeep) {
        begins = toBegin;
        keeps = toKeep;
    }

    void serverDies(int afterReading, int afterSaying) {
        serverReads = afterReading;
        serverSays = afterSaying;
    }

    void send(String text) {
        byte[] all = text.getBytes(ISO_8859_1);
        for (int at = 0; at < all.length; at += piece) {
            byte[] part = Arrays.copyOfRange(all, at, Math.min(all.length, at + piece));
            if (!clientDead && !clientClosed) {
                relay.receiveFromClient(ByteBuffer.wrap(part));
                settle();
                relay.keepClient();
                Arrays.fill(part, (byte) '?');
                settle();
            }
        }
    }

    void clientDies() {
        clientDead = true;
        relay.clientClosed();
        settle();
    }

    void serverDies() {
        serverDead = true;
        relay.upstreamClosed();
        settle();
    }

    void answer(boolean done) {
        assertThat(open).isNotNull();
        boolean pending = open instanceof SmtpRelayAction.MakePending;
        open = null;
        if (done) {
            events.add(pending ? "pending" : "begin");
        }
        relay.answer(done);
        settle();
    }

    boolean isAsked() {
        return open != null;
    }

    /** Does what there is to do, both at the relay and at the server. */
    void settle() {
        boolean moved = true;
        while (moved) {
            SmtpRelayAction action = relay.next();
            while (!(action instanceof SmtpRelayAction.Wait)) {
                perform(action);
                action = relay.next();
            }
            moved = listen();
        }
    }

    private void perform(SmtpRelayAction action) {
        if (action instanceof SmtpRelayAction.WriteClient write) {
            assertThat(clientClosed).isFalse();
            said.append(ISO_8859_1.decode(write.octets()));
        } else if (action instanceof SmtpRelayAction.WriteUpstream write) {
            assertThat(upstreamDone).isFalse();
            write(ISO_8859_1.decode(write.octets()).toString());
        } else if (action instanceof SmtpRelayAction.Body body) {
            assertThat(body.octets().remaining()).isPositive();
            copy.append(ISO_8859_1.decode(body.octets()));
        } else if (action instanceof SmtpRelayAction.Ask ask) {
            open = ask;
            if (ask instanceof SmtpRelayAction.BeginCopy) {
                copy.setLength(0);
            }
            Boolean done = ask instanceof SmtpRelayAction.BeginCopy ? begins : keeps;
            if (done != null) {
                answerWithin(done);
            }
        } else if (action instanceof SmtpRelayAction.Outcome outcome) {
            if (!copy.isEmpty()) {
                assertThat(outcome.octets()).isEqualTo(copy.length());
            }
            events.add(outcome.result() + (outcome.reply() == null ? "" : " " + outcome.reply()));
        } else if (action instanceof SmtpRelayAction.DropCopy) {
            events.add("drop");
        } else if (action instanceof SmtpRelayAction.AbortUpstream) {
            events.add("abort");
            upstreamDone = true;
        } else if (action instanceof SmtpRelayAction.CloseUpstream) {
            events.add("close");
            upstreamDone = true;
        } else {
            events.add("closed");
            clientClosed = true;
        }
    }

    private void answerWithin(boolean done) {
        boolean pending = open instanceof SmtpRelayAction.MakePending;
        open = null;
        if (done) {
            events.add(pending ? "pending" : "begin");
        }
        relay.answer(done);
    }

    private void write(String text) {
        String read = text.substring(0, Math.min(text.length(), serverReads));
        serverReads -= read.length();
        int before = server.mails.size();
        server.read(read);
        for (int i = before; i < server.mails.size(); i++) {
            events.add("dot");
        }
    }

    /** Lets the relay hear what the server has said meanwhile. */
    private boolean listen() {
        if (serverDead || upstreamDone) {
            return false;
        }
        String text = server.takeSaid();
        String heard = text.substring(0, Math.min(text.length(), serverSays));
        serverSays -= heard.length();
        for (int at = 0; at < heard.length(); at += piece) {
            relay.receiveFromUpstream(octets(heard.substring(at, Math.min(heard.length(), at + piece))));
            relay.keepUpstream();
        }
        if (serverReads == 0 || serverSays == 0) {
            serverDead = true;
            relay.upstreamClosed();
            return true;
        }
        return !heard.isEmpty();
    }

    static ByteBuffer octets(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }
}
