package org.letterlock.protocol.pop3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.letterlock.protocol.TurnTimer;
import org.letterlock.protocol.pop3.Pop3ClientAction.Reason;
import org.letterlock.protocol.sasl.SaslClient;
import org.letterlock.protocol.sasl.SaslCredentials;
import org.letterlock.protocol.sasl.SaslMechanism;
import org.letterlock.protocol.sasl.SaslText;

/**
 * The client side of a POP3 session up to its login: greeting, STLS where the connection has no TLS yet (RFC 2595), CAPA
 * (RFC 2449), and AUTH (RFC 5034), or USER and PASS where the server does not list PLAIN. Credentials are never sent without
 * TLS. {@link Pop3Relay} goes on behind it. Not thread-safe.
 */
public final class Pop3ClientLogin {

    private static final byte[] CRLF = {'\r', '\n'};

    private final RemoteDialogue remote = new RemoteDialogue();
    private final Deque<Pop3ClientAction> actions = new ArrayDeque<>(2);
    private final TurnTimer timer = new TurnTimer();
    private final SaslCredentials credentials;
    private final String host;
    private final int port;
    private final Duration replyTimeout;

    private boolean secure;
    private boolean handshaking;
    private boolean gone;
    private boolean ended;
    private String waitingFor = "greeting";
    private boolean listsMechanisms;
    private boolean takesMechanism;

    /**
     * Makes it; the server is to greet first.
     *
     * @param secure whether the connection has TLS already
     * @param credentials what to log in with; LOGIN is as good as PLAIN. Not erased
     * @param host the server's name
     * @param port its port
     * @param replyTimeout how long the server may take for a whole reply
     */
    public Pop3ClientLogin(boolean secure, SaslCredentials credentials, String host, int port, Duration replyTimeout) {
        this.secure = secure;
        this.credentials = credentials;
        this.host = host;
        this.port = port;
        this.replyTimeout = replyTimeout;
        remote.command("", (positive, line) -> {
            if (!positive) {
                fail(Reason.GREETING, "does not serve now: " + line);
            } else if (secure) {
                askCapabilities();
            } else {
                askForTls();
            }
        });
    }

    /**
     * Takes octets from the server.
     *
     * @param octets may be reused at once
     */
    public void receive(ByteBuffer octets) {
        remote.input().add(octets);
        // The time goes on: a server that talks without end does not hold a login up for ever.
        remote.input().keep();
    }

    /** TLS is there. */
    public void secured() {
        if (!handshaking) {
            throw new IllegalStateException("no handshake was begun");
        }
        handshaking = false;
        secure = true;
        askCapabilities();
    }

    /** The server's connection is gone; what it had sent before still counts. */
    public void gone() {
        gone = true;
    }

    /**
     * Time passes.
     *
     * @param nanoTime the clock of {@link System#nanoTime()}
     */
    public void tick(long nanoTime) {
        if (!ended && !handshaking && timer.hasRunOut(nanoTime, replyTimeout.toNanos())) {
            fail(Reason.SILENT, "took too long");
        }
    }

    /**
     * What to do next.
     *
     * @return an action; nothing but {@link Pop3ClientAction.NeedInput} follows the login's result
     */
    public Pop3ClientAction next() {
        boolean advanced = true;
        while (advanced && actions.isEmpty() && !ended && !handshaking) {
            advanced = read();
        }
        Pop3ClientAction action = actions.poll();
        return action == null ? new Pop3ClientAction.NeedInput() : action;
    }

    private boolean read() {
        try {
            if (remote.isWaiting() && remote.read()) {
                return true;
            }
        } catch (RemoteDialogue.UnexpectedReplyException e) {
            fail(Reason.PROTOCOL, e.what());
        }
        if (gone && !ended) {
            fail(Reason.GONE, "closed the connection");
        }
        return false;
    }

    private void askForTls() {
        send("STLS", (positive, line) -> {
            if (!positive) {
                fail(Reason.NO_TLS, "does not offer TLS: " + line);
            } else if (remote.input().hasRemaining()) {
                fail(Reason.INJECTION, "sent octets in clear behind its reply to STLS");
            } else {
                handshaking = true;
                actions.add(new Pop3ClientAction.StartTls());
            }
        });
    }

    private void askCapabilities() {
        send("CAPA", (positive, line) -> {
            if (positive) {
                remote.list(capability -> capability.toUpperCase(Locale.ROOT).startsWith("SASL "), this::capability);
            } else {
                logIn();
            }
        });
    }

    private void capability(String line) {
        if (line.equals(".")) {
            logIn();
        } else {
            listsMechanisms = true;
            List<String> mechanisms = List.of(line.toUpperCase(Locale.ROOT).split(" +"));
            takesMechanism |= mechanisms.contains(mechanism().name());
        }
    }

    private SaslMechanism mechanism() {
        return credentials.mechanism() == SaslMechanism.LOGIN ? SaslMechanism.PLAIN : credentials.mechanism();
    }

    private void logIn() {
        if (remote.input().hasRemaining()) {
            fail(Reason.PROTOCOL, "speaks without being asked");
        } else if (takesMechanism) {
            authenticate();
        } else if (mechanism() == SaslMechanism.PLAIN) {
            userAndPassword();
        } else if (listsMechanisms) {
            fail(Reason.MECHANISM, "does not take " + mechanism());
        } else {
            authenticate();
        }
    }

    /** The response goes out when it is asked for: with the command it could make too long a line (RFC 5034, section 4). */
    private void authenticate() {
        SaslClient client = new SaslClient(mechanism(), credentials, host, port);
        send("AUTH " + mechanism(), this::loggedIn);
        remote.continueWith(() -> {
            byte[] response = client.respond();
            if (response == null) {
                fail(Reason.PROTOCOL, "asks for more than " + mechanism() + " has");
            } else {
                sendSecret("", response);
            }
        });
    }

    private void userAndPassword() {
        if (contains('\r') || contains('\n')) {
            fail(Reason.MECHANISM, "takes passwords by PASS only, and this one has an end of line in it");
            return;
        }
        send("USER " + new String(credentials.userName().getBytes(UTF_8), ISO_8859_1), (positive, line) -> {
            if (positive) {
                sendPassword();
            } else {
                loggedIn(false, line);
            }
        });
    }

    private boolean contains(char c) {
        for (char each : credentials.secret()) {
            if (each == c) {
                return true;
            }
        }
        return false;
    }

    private void sendPassword() {
        remote.command("PASS", this::loggedIn);
        waitingFor = "reply to PASS";
        sendSecret("PASS ", SaslText.octets(credentials.secret()));
    }

    private void loggedIn(boolean positive, String line) {
        if (positive && remote.input().hasRemaining()) {
            fail(Reason.PROTOCOL, "speaks without being asked");
        } else {
            ended = true;
            actions.add(positive ? new Pop3ClientAction.LoggedIn(line) : new Pop3ClientAction.Refused(line));
        }
    }

    private void send(String command, RemoteDialogue.StatusHandler handler) {
        waitingFor = "reply to " + command.split(" ", 2)[0];
        timer.restart();
        actions.add(new Pop3ClientAction.Send(remote.command(command, handler)));
    }

    /** Sends a line, and overwrites the secret. */
    private void sendSecret(String before, byte[] secret) {
        if (!secure) {
            throw new IllegalStateException("no TLS");
        }
        timer.restart();
        ByteBuffer line = ByteBuffer.allocate(before.length() + secret.length + CRLF.length);
        line.put(before.getBytes(US_ASCII)).put(secret).put(CRLF).flip();
        Arrays.fill(secret, (byte) 0);
        actions.add(new Pop3ClientAction.Send(line));
    }

    private void fail(Reason reason, String what) {
        ended = true;
        actions.add(new Pop3ClientAction.Failed(reason, what + " (waiting for the " + waitingFor + ")"));
    }
}
