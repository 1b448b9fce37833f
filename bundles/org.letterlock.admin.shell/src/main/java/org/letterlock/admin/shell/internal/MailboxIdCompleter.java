package org.letterlock.admin.shell.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Candidate;
import org.apache.karaf.shell.api.console.Command;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.GatewayAdmin;

/**
 * Completes the words of a {@link MailboxCommand}: the id of a mailbox, which shows the mailbox's name beside it, and behind
 * the id the command's options, which Karaf completes before the id only.
 */
@Service
public final class MailboxIdCompleter implements Completer {

    @Reference(optional = true)
    @Nullable GatewayAdmin admin;

    @Override
    public int complete(Session session, CommandLine line, List<String> words) {
        List<Candidate> candidates = new ArrayList<>();
        completeCandidates(session, line, candidates);
        candidates.forEach(candidate -> words.add(candidate.value()));
        return 0;
    }

    @Override
    public void completeCandidates(Session session, CommandLine line, List<Candidate> candidates) {
        String[] words = line.getArguments();
        int cursor = line.getCursorArgumentIndex();
        if (cursor == 0) {
            // Karaf asks whether a word before the cursor's can be right; the command itself will say.
            candidates.add(new Candidate(words[0]));
        } else if (cursor < words.length && words[cursor].startsWith("-")) {
            options(session, words[0], words[cursor], candidates);
        } else if (Arrays.stream(words, 1, cursor).noneMatch(word -> word.startsWith("mbx-"))) {
            ids(candidates);
        }
    }

    /** As Karaf completes them where nothing but the command stands before. */
    private static void options(Session session, String name, String word, List<Candidate> candidates) {
        String[] parts = session.resolveCommand(name).split(":", 2);
        Command command = parts.length < 2 ? null : session.getRegistry().getCommand(parts[0], parts[1]);
        if (command != null) {
            command.getCompleter(true).completeCandidates(session, new FirstWord(name, word), candidates);
        }
    }

    private void ids(List<Candidate> candidates) {
        if (admin == null) {
            return;
        }
        try {
            admin.mailboxes()
                    .forEach(mailbox -> candidates.add(
                            new Candidate(mailbox.id(), mailbox.id(), null, mailbox.name(), null, null, true)));
        } catch (AdminException e) {
            // While the mailboxes are not loaded there is nothing to complete; the command will say so.
        }
    }

    /** A command and the beginning of its first word. */
    private record FirstWord(String command, String word) implements CommandLine {

        @Override
        public int getCursorArgumentIndex() {
            return 1;
        }

        @Override
        public String getCursorArgument() {
            return word;
        }

        @Override
        public int getArgumentPosition() {
            return word.length();
        }

        @Override
        public String[] getArguments() {
            return new String[] {command, word};
        }

        @Override
        public int getBufferPosition() {
            return getBuffer().length();
        }

        @Override
        public String getBuffer() {
            return command + " " + word;
        }
    }
}
