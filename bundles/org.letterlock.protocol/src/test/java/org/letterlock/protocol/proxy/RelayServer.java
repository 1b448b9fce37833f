package org.letterlock.protocol.proxy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A server behind a relay. It accepts everything, unless told otherwise. */
final class RelayServer {

    /** Mails whose end it has seen, transparency undone. */
    final List<String> mails = new ArrayList<>();

    /** Command lines. */
    final Deque<String> commands = new ArrayDeque<>();

    private final Map<String, String> refusals = new HashMap<>();
    private final StringBuilder input = new StringBuilder();
    private final StringBuilder mail = new StringBuilder();
    private final StringBuilder said = new StringBuilder();
    private boolean inMail;
    private boolean silent;

    /** Replies so to the next command with this verb, {@code .} being the end of a mail. */
    void replies(String verb, String reply) {
        refusals.put(verb, reply);
    }

    /** Says nothing from here on, or what it has kept back, and goes on. */
    void silent(boolean now) {
        silent = now;
    }

    String takeSaid() {
        if (silent) {
            return "";
        }
        String taken = said.toString();
        said.setLength(0);
        return taken;
    }

    void say(String text) {
        said.append(text);
    }

    /** What it has of a mail that is not at its end. */
    String unfinished() {
        return mail + input.toString();
    }

    void read(String text) {
        input.append(text);
        int end = input.indexOf("\r\n");
        while (end >= 0) {
            String line = input.substring(0, end);
            input.delete(0, end + 2);
            if (!inMail) {
                command(line);
            } else if (line.equals(".")) {
                inMail = false;
                mails.add(mail.toString());
                mail.setLength(0);
                reply(".", "250 2.0.0 queued as " + mails.size());
            } else {
                mail.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
            }
            end = input.indexOf("\r\n");
        }
    }

    private void command(String line) {
        commands.add(line);
        String verb = line.split(" ", 2)[0];
        if (verb.equals("DATA")) {
            inMail = !refusals.containsKey(verb);
            reply(verb, "354 go on");
        } else {
            reply(verb, verb.equals("QUIT") ? "221 2.0.0 bye" : "250 2.1.0 ok " + verb);
        }
    }

    private void reply(String verb, String usual) {
        String refusal = refusals.remove(verb);
        said.append(refusal == null ? usual : refusal).append("\r\n");
    }
}
