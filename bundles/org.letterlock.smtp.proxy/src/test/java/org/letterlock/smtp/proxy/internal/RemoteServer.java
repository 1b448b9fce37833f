package org.letterlock.smtp.proxy.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.letterlock.protocol.smtp.SmtpAction;
import org.letterlock.protocol.smtp.SmtpExtension;
import org.letterlock.protocol.smtp.SmtpReplies;
import org.letterlock.protocol.smtp.SmtpReply;
import org.letterlock.protocol.smtp.SmtpServerEngine;
import org.letterlock.protocol.smtp.SmtpServerGreetings;
import org.letterlock.protocol.smtp.SmtpServerLimits;

/** A server that clients are led to. It takes every login and mail, but for recipients called {@code nobody}, unless told otherwise. */
final class RemoteServer {

    private static final SmtpServerLimits LIMITS =
            new SmtpServerLimits(2048, 5000, 100, 100, 3, TimeUnit.SECONDS.toNanos(300), TimeUnit.SECONDS.toNanos(600));

    private static final SmtpServerGreetings GREETINGS = new SmtpServerGreetings(
            "srv.example", LIMITS, EnumSet.complementOf(EnumSet.of(SmtpExtension.CHUNKING, SmtpExtension.BINARYMIME)));

    private final List<String> events;

    SmtpReply login = SmtpReply.of(235, "2.7.0 Welcome");
    /** Reply to the end of a mail; null if it dies instead. */
    @Nullable SmtpReply taken = SmtpReply.of(250, "2.0.0 Queued as 7");

    /** It reads, but says nothing more. */
    boolean silent;

    /** All octets that it was sent. */
    final StringBuilder read = new StringBuilder();

    /** Who has logged in, and with what. */
    String user = "";

    final StringBuilder mail = new StringBuilder();

    private @Nullable SmtpServerEngine engine;
    private @Nullable FakeOutbound connection;

    RemoteServer(List<String> events) {
        this.events = events;
    }

    void open(FakeOutbound opened, boolean secure) {
        connection = opened;
        engine = new SmtpServerEngine(LIMITS, GREETINGS, secure, () -> true);
        pump();
    }

    void receive(String text) {
        read.append(text);
        SmtpServerEngine reading = engine;
        if (reading != null) {
            reading.receive(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
            pump();
            reading.keep();
        }
    }

    void secured() {
        if (engine != null) {
            engine.secured();
            pump();
        }
    }

    private void pump() {
        boolean goesOn = true;
        while (goesOn && engine != null && connection != null) {
            goesOn = perform(engine, engine.next(), connection);
        }
    }

    private boolean perform(SmtpServerEngine at, SmtpAction action, FakeOutbound on) {
        if (action instanceof SmtpAction.Write write) {
            say(on, write.octets());
        } else if (action instanceof SmtpAction.StartTls start) {
            say(on, start.reply());
            return false;
        } else if (action instanceof SmtpAction.BodyChunk chunk) {
            mail.append(ISO_8859_1.decode(chunk.octets()));
        } else if (action instanceof SmtpAction.Login asked) {
            logIn(at, asked, on);
        } else if (action instanceof SmtpAction.Commit) {
            return commit(at, on);
        } else if (action instanceof SmtpAction.Recipient recipient) {
            at.answer(
                    recipient.address().localPart().equals("nobody")
                            ? SmtpReply.of(550, "5.1.1 Nobody here")
                            : SmtpReplies.RECIPIENT_OK);
        } else if (action instanceof SmtpAction.Sender) {
            at.answer(SmtpReplies.SENDER_OK);
        } else if (action instanceof SmtpAction.Data) {
            events.add("data");
            at.answer(SmtpReplies.START_INPUT);
        } else if (action instanceof SmtpAction.Close) {
            engine = null;
            on.end();
            return false;
        } else {
            return action instanceof SmtpAction.Discard;
        }
        return true;
    }

    private void say(FakeOutbound on, ByteBuffer octets) {
        if (!silent) {
            on.arrive(octets);
        }
    }

    private void logIn(SmtpServerEngine at, SmtpAction.Login asked, FakeOutbound on) {
        user = asked.credentials().userName() + " "
                + new String(asked.credentials().secret());
        if (login.isPositive()) {
            at.handOver();
            say(on, login.octets());
            engine = SmtpServerEngine.loggedIn(LIMITS, GREETINGS, at.helo(), true);
        } else {
            at.answer(login);
        }
    }

    private boolean commit(SmtpServerEngine at, FakeOutbound on) {
        events.add("dot");
        SmtpReply reply = taken;
        if (reply == null) {
            engine = null;
            on.end();
            return false;
        }
        at.answer(reply);
        return true;
    }
}
