package org.letterlock.protocol.pop3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.testkit.dialogue.DialogueSubject;

/**
 * An engine with a world around it: three mails, of which the last cannot be read. Users {@code mbx} (password
 * {@code secret word}), {@code busy} and {@code down}. Directives: {@code TLS}, {@code SHUTDOWN}, {@code REPLACED},
 * {@code FAIL} (the update will), {@code HOLD} (questions stay open) and {@code ANSWER}, {@code DELETED numbers} (what an update deleted).
 */
final class EngineSubject implements DialogueSubject {

    static final List<String> MAILS = List.of(
            "Subject: one\r\n\r\nfirst\r\n.dot\r\nlast\r\n",
            "Subject: two\r\n\r\n.\r\n\n.\nno end",
            "Subject: broken\r\n");
    private static final int BROKEN = 2;

    private final Pop3ServerEngine engine;
    private final StringBuilder said = new StringBuilder();
    private final List<Pop3Action> questions = new ArrayList<>();
    private @Nullable List<Integer> deleted;
    private boolean holding;
    private boolean failing;
    private boolean closed;

    EngineSubject(boolean secure, boolean canStartTls) {
        engine = new Pop3ServerEngine(new Pop3ServerSettings("mail.example.org", 3, 4), secure, () -> canStartTls);
        pump();
    }

    @Override
    public void send(ByteBuffer octets) {
        if (!closed) {
            engine.receive(octets);
            pump();
        }
    }

    private void pump() {
        while (!closed) {
            Pop3Action action = engine.next();
            if (action instanceof Pop3Action.Write write) {
                said.append(ISO_8859_1.decode(write.octets()));
            } else if (action instanceof Pop3Action.StartTls startTls) {
                said.append(ISO_8859_1.decode(startTls.reply()));
            } else if (action instanceof Pop3Action.Close) {
                closed = true;
            } else if (action instanceof Pop3Action.NeedInput || action instanceof Pop3Action.NeedAnswer) {
                return;
            } else if (holding) {
                questions.add(action);
            } else {
                answer(action);
            }
        }
    }

    private void answer(Pop3Action question) {
        if (question instanceof Pop3Action.Login login) {
            login(login);
        } else if (question instanceof Pop3Action.Retrieve retrieve) {
            retrieve(retrieve);
        } else if (question instanceof Pop3Action.Update update) {
            if (failing) {
                engine.notUpdated();
            } else {
                deleted = update.deleted();
                engine.updated();
            }
        }
    }

    private void login(Pop3Action.Login login) {
        String password = new String(login.password());
        switch (login.userName()) {
            case "mbx" -> {
                if (password.equals("secret word")) {
                    engine.loggedIn(new Mails());
                } else {
                    engine.loginFailed(LoginFailure.DENIED);
                }
            }
            case "jörg" -> {
                if (password.equals("größe")) {
                    engine.loggedIn(new Mails());
                } else {
                    engine.loginFailed(LoginFailure.DENIED);
                }
            }
            case "bearer" -> {
                if (login.mechanism().equals("OAUTHBEARER") && password.equals("ya29.token")) {
                    engine.loggedIn(new Mails());
                } else {
                    engine.loginFailed(LoginFailure.DENIED);
                }
            }
            case "busy" -> engine.loginFailed(LoginFailure.IN_USE);
            case "down" -> engine.loginFailed(LoginFailure.UNAVAILABLE);
            default -> engine.loginFailed(LoginFailure.DENIED);
        }
    }

    private void retrieve(Pop3Action.Retrieve retrieve) {
        if (retrieve.index() == BROKEN) {
            engine.unreadable();
            return;
        }
        said.append(new String(retrieve.positive(), ISO_8859_1));
        ByteBuffer mail = ByteBuffer.wrap(MAILS.get(retrieve.index()).getBytes(ISO_8859_1));
        said.append(ISO_8859_1.decode(new Pop3BodyEncoder(retrieve.bodyLines()).encode(mail, true)));
        engine.retrieved();
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
            case "TLS" -> engine.tlsEstablished();
            case "SHUTDOWN" -> engine.shutdown();
            case "REPLACED" -> engine.replaced();
            case "FAIL" -> failing = true;
            case "HOLD" -> holding = true;
            case "ANSWER" -> {
                holding = false;
                List.copyOf(questions).forEach(this::answer);
                questions.clear();
            }
            case "DELETED" -> {
                String numbers = deleted == null ? "nothing" : deleted.toString();
                if (!numbers.equals(argument)) {
                    throw new IllegalStateException("deleted " + numbers);
                }
            }
            default -> throw new IllegalArgumentException(name);
        }
        pump();
    }

    private static final class Mails implements MailList {
        @Override
        public int size() {
            return MAILS.size();
        }

        @Override
        public long octets(int index) {
            String mail = MAILS.get(index);
            return mail.length() + (mail.endsWith("\r\n") ? 0L : 2L);
        }

        @Override
        public String uidl(int index) {
            return "uid-" + index;
        }
    }
}
