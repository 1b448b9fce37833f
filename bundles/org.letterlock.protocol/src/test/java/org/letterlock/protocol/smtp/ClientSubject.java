package org.letterlock.protocol.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.DsnRequest;
import org.letterlock.mail.api.MailAddress;
import org.letterlock.protocol.sasl.SaslCredentials;
import org.letterlock.protocol.sasl.SaslMechanism;
import org.letterlock.testkit.dialogue.DialogueSubject;

/**
 * The client's engine as a script sees it, which plays the server: {@code C} is what the server says, {@code S} what the engine
 * answers. Directives:
 *
 * <pre>
 * LOGIN mechanism name secret     and MAIL, MAIL-EXTENDED, RCPT local part, DATA, BODY text, END, RSET, QUIT: commands
 * TLS                             the handshake is done
 * TICK seconds                    time passes
 * CLOSED                          the server has closed
 * EVENT text                      the next thing that the engine has told: TLS, READY, REPLY, FAILED
 * NO-EVENT                        nothing was told
 * BAD-BODY text, BAD-END          a part of the mail that is refused
 * </pre>
 */
final class ClientSubject implements DialogueSubject {

    private final SmtpClientEngine engine;
    private final StringBuilder said = new StringBuilder();
    private final Deque<String> events = new ArrayDeque<>();
    private boolean closed;
    private long now = 42;

    ClientSubject(boolean secure) {
        engine = new SmtpClientEngine("gw.example", SmtpClientTimeouts.RFC_5321, secure);
        pump();
        engine.tick(now);
    }

    @Override
    public void send(ByteBuffer octets) {
        engine.receive(octets);
        pump();
        engine.keep();
    }

    private void pump() {
        while (true) {
            SmtpClientAction action = engine.next();
            if (action instanceof SmtpClientAction.Write write) {
                said.append(ISO_8859_1.decode(write.octets()));
            } else if (action instanceof SmtpClientAction.StartTls) {
                events.add("TLS");
            } else if (action instanceof SmtpClientAction.Ready) {
                events.add("READY");
            } else if (action instanceof SmtpClientAction.Reply reply) {
                events.add("REPLY " + reply.step().name() + " "
                        + reply.reply().toString().replace("\r\n", "|"));
            } else if (action instanceof SmtpClientAction.Failed failed) {
                events.add("FAILED " + failed.failure().toString().replace("\r\n", "|"));
            } else {
                closed |= action instanceof SmtpClientAction.Close;
                return;
            }
        }
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
        String text = new String(argument.getBytes(ISO_8859_1), UTF_8);
        switch (name) {
            case "LOGIN" -> {
                String[] words = text.split(" ", 3);
                engine.login(
                        new SaslCredentials(SaslMechanism.valueOf(words[0]), words[1], words[2].toCharArray()),
                        "mail.example",
                        587);
            }
            case "MAIL" -> engine.mail(sender(false));
            case "MAIL-EXTENDED" -> engine.mail(sender(true));
            case "RCPT" ->
                engine.rcpt(new SmtpAction.Recipient(
                        new MailAddress(text, "d.example"), new DsnRequest.Recipient("NEVER", null)));
            case "DATA" -> engine.data();
            case "BODY" -> assertThat(engine.body(octets(argument))).isTrue();
            case "BAD-BODY" -> assertThat(engine.body(octets(argument))).isFalse();
            case "END" -> assertThat(engine.endBody()).isTrue();
            case "BAD-END" -> assertThat(engine.endBody()).isFalse();
            case "RSET" -> engine.rset();
            case "QUIT" -> engine.quit();
            case "TLS" -> engine.secured();
            case "TICK" -> {
                now += TimeUnit.SECONDS.toNanos(Long.parseLong(argument));
                engine.tick(now);
            }
            case "CLOSED" -> engine.closed();
            case "EVENT" -> assertThat(events.poll()).isEqualTo(argument);
            case "NO-EVENT" -> assertThat(events).isEmpty();
            default -> throw new IllegalArgumentException("unknown directive " + name);
        }
        pump();
    }

    private static SmtpAction.Sender sender(boolean extended) {
        return extended
                ? new SmtpAction.Sender(
                        new MailAddress("a b", "größe.example"),
                        123,
                        true,
                        BodyType.EIGHT_BIT,
                        new DsnRequest.Mail("HDRS", "x"))
                : new SmtpAction.Sender(null, 0, false, BodyType.SEVEN_BIT, DsnRequest.Mail.NONE);
    }

    private static ByteBuffer octets(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }
}
