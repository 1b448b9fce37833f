package org.letterlock.protocol.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.letterlock.protocol.sasl.SaslCredentials;
import org.letterlock.testkit.dialogue.DialogueSubject;

/**
 * The engine as a script sees it. Local parts named {@code unknown} are refused, everything else is accepted; of secrets
 * {@code bad} and {@code busy} are. Directives:
 *
 * <pre>
 * TLS            the handshake is done (it must have been asked for)
 * TICK seconds   time passes
 * DRAIN          finish
 * HOLD           leave questions open from here on, until
 * ANSWER         answer as usual again
 * REFUSE text    the next question gets this reply
 * ENVELOPE text  what the last mail came with, UTF8 first if it asked for that
 * BODY text      the next mail that was committed and not looked at
 * NOTHING        no mail was committed that was not looked at
 * DISCARDED      a mail was dropped
 * LOGIN text     a login was handed over: mechanism, name and secret
 * </pre>
 */
final class EngineSubject implements DialogueSubject {

    static final SmtpServerLimits LIMITS = new SmtpServerLimits(
            510, 1000, 100, 100, 3, 2, TimeUnit.SECONDS.toNanos(300), TimeUnit.SECONDS.toNanos(600));
    static final SmtpServerGreetings GREETINGS = new SmtpServerGreetings("mx.example", LIMITS);

    static final SmtpServerGreetings PROXY_GREETINGS =
            new SmtpServerGreetings("mx.example", LIMITS, SmtpServerGreetings.JOURNAL_AND_PROXY);

    private final SmtpServerEngine engine;
    private final StringBuilder said = new StringBuilder();
    private final List<String> envelope = new ArrayList<>();
    private final StringBuilder body = new StringBuilder();
    private final Deque<String> kept = new ArrayDeque<>();
    private @Nullable SmtpReply refusal;
    private boolean hold;
    private SmtpAction.@Nullable Ask open;
    private boolean handshaking;
    private boolean discarded;
    private String login = "nobody";
    private boolean closed;
    private int writes;
    private long now = 42;

    EngineSubject() {
        this(LIMITS, true);
    }

    EngineSubject(SmtpServerLimits limits, boolean canStartTls) {
        this(new SmtpServerEngine(limits, GREETINGS, false, () -> canStartTls));
    }

    EngineSubject(SmtpServerEngine engine) {
        this.engine = engine;
        pump();
        engine.tick(now);
    }

    int writes() {
        return writes;
    }

    Deque<String> kept() {
        return kept;
    }

    @Override
    public void send(ByteBuffer octets) {
        if (!closed) {
            engine.receive(octets);
            pump();
            engine.keep();
        }
    }

    private void pump() {
        while (!closed) {
            SmtpAction action = engine.next();
            if (action instanceof SmtpAction.Write write) {
                writes++;
                say(write.octets());
            } else if (action instanceof SmtpAction.BodyChunk chunk) {
                assertThat(chunk.octets().hasRemaining()).isTrue();
                body.append(ISO_8859_1.decode(chunk.octets()));
            } else if (action instanceof SmtpAction.StartTls start) {
                handshaking = true;
                say(start.reply());
                return;
            } else if (action instanceof SmtpAction.Ask ask) {
                open = ask;
                if (!hold) {
                    answer(ask);
                }
            } else if (action instanceof SmtpAction.Discard) {
                discarded = true;
                body.setLength(0);
            } else {
                closed = action instanceof SmtpAction.Close;
                return;
            }
        }
    }

    private void say(ByteBuffer octets) {
        said.append(ISO_8859_1.decode(octets));
    }

    private void answer(SmtpAction.Ask ask) {
        open = null;
        if (ask instanceof SmtpAction.Login asked) {
            login(asked.credentials());
        } else {
            engine.answer(reply(ask));
        }
    }

    private void login(SaslCredentials credentials) {
        String secret = new String(credentials.secret());
        switch (secret) {
            case "bad" -> engine.answer(SmtpReply.of(535, "5.7.8 Wrong"));
            case "busy" -> engine.answer(SmtpReply.of(454, "4.7.0 Later"));
            default -> {
                if (engine.handOver()) {
                    login = credentials.mechanism() + " " + credentials.userName() + " " + secret;
                }
            }
        }
        credentials.erase();
    }

    private SmtpReply reply(SmtpAction.Ask ask) {
        SmtpReply reply = refusal;
        refusal = null;
        if (ask instanceof SmtpAction.Sender sender) {
            envelope.clear();
            envelope.add((sender.utf8() ? "UTF8 " : "") + "<"
                    + (sender.reversePath() == null ? "" : sender.reversePath()) + ">"
                    + (sender.declaredOctets() == 0 ? "" : " " + sender.declaredOctets())
                    + spaced(sender.dsn()));
            return reply != null ? reply : SmtpReplies.SENDER_OK;
        }
        if (ask instanceof SmtpAction.Recipient recipient) {
            if (recipient.address().localPart().equals("unknown")) {
                return SmtpReply.of(550, "5.1.1 Unknown");
            }
            envelope.add(recipient.address() + spaced(recipient.dsn()));
            return reply != null ? reply : SmtpReplies.RECIPIENT_OK;
        }
        if (ask instanceof SmtpAction.Data) {
            body.setLength(0);
            return reply != null ? reply : SmtpReplies.START_INPUT;
        }
        if (reply == null) {
            kept.add(body.toString());
            return SmtpReply.of(250, "2.0.0 kept");
        }
        return reply;
    }

    private static String spaced(Object parameters) {
        return parameters.toString().isEmpty() ? "" : " " + parameters;
    }

    @Override
    public @Nullable String readLine() {
        int end = said.indexOf("\r\n");
        if (end < 0) {
            return null;
        }
        String line = said.substring(0, end);
        said.delete(0, end + 2);
        return line;
    }

    @Override
    public boolean isQuiet() {
        return said.isEmpty();
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void directive(String name, String argument) {
        switch (name) {
            case "TLS" -> {
                assertThat(handshaking).isTrue();
                engine.secured();
            }
            case "TICK" -> {
                now += TimeUnit.SECONDS.toNanos(Long.parseLong(argument));
                engine.tick(now);
            }
            case "DRAIN" -> engine.drain();
            case "HOLD" -> hold = true;
            case "ANSWER" -> {
                hold = false;
                SmtpAction.Ask ask = open;
                assertThat(ask).isNotNull();
                if (ask != null) {
                    answer(ask);
                }
            }
            case "REFUSE" -> refusal = SmtpReply.of(Integer.parseInt(argument.substring(0, 3)), argument.substring(4));
            case "ENVELOPE" ->
                assertThat(String.join(" ", envelope)).isEqualTo(new String(argument.getBytes(ISO_8859_1), UTF_8));
            case "BODY" -> assertThat(kept.poll()).isEqualTo(argument);
            case "NOTHING" -> assertThat(kept).isEmpty();
            case "LOGIN" -> assertThat(login).isEqualTo(argument);
            case "DISCARDED" -> assertThat(discarded).isTrue();
            default -> throw new IllegalArgumentException("unknown directive " + name);
        }
        pump();
    }
}
