package org.letterlock.testkit.dialogue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.Test;

public class DialogueRunnerTest {

    private final List<Echo> subjects = new ArrayList<>();

    @Test
    public void scriptShouldPassInEveryWayWhenTheServerAnswersAsWritten() {
        run("""
                # an echo
                S: hello
                C: one
                C> two\\x21\\r\\n
                S: one
                S~ t.o!
                C: \\{3*ab}
                S: ababab
                MARK it
                C: quit
                CLOSE
                """);
        assertThat(subjects).hasSize(7).allMatch(subject -> subject.marks.equals(List.of("MARK it")));
        assertThat(subjects.get(0).pieces).isEqualTo(3);
        assertThat(subjects.get(1).pieces).isEqualTo(25);
    }

    @Test
    public void scriptShouldFailWithItsLineWhenTheServerAnswersOtherwise() {
        assertThatThrownBy(() -> run("S: hello\nC: one\nS: two\n"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("test:3 (WHOLE): expected two but got one");
    }

    @Test
    public void scriptShouldFailWhenTheServerSaysTooMuchTooLittleOrDoesNotClose() {
        assertThatThrownBy(() -> run("C: one\n")).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> run("S: hello\nS: more\n")).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> run("S: hello\nC: one\n")).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> run("S: hello\nCLOSE\n")).isInstanceOf(AssertionError.class);
    }

    @Test
    public void scriptShouldRunInOneWayWhenItSaysSo() {
        run("ONLY OCTETS\nS: hello\nC: one\nS: one\n");
        assertThat(subjects).hasSize(1);
        assertThat(subjects.get(0).pieces).isEqualTo(5);
    }

    @Test
    public void unreadableLineShouldBeNamedWhenAScriptIsRead() {
        assertThatThrownBy(() -> DialogueScript.parse("bad", "S: a\nwhat?\n")).hasMessageContaining("bad:2");
    }

    private void run(String text) {
        DialogueRunner.run(DialogueScript.parse("test", text), () -> {
            Echo echo = new Echo();
            subjects.add(echo);
            return echo;
        });
    }

    /** Greets, says each line again, closes at quit. */
    private static final class Echo implements DialogueSubject {
        private final StringBuilder input = new StringBuilder();
        private final Queue<String> lines = new ArrayDeque<>(List.of("hello"));
        private final List<String> marks = new ArrayList<>();
        private int pieces;
        private boolean closed;

        @Override
        public void send(ByteBuffer octets) {
            pieces++;
            input.append(ISO_8859_1.decode(octets));
            int end;
            while ((end = input.indexOf("\r\n")) >= 0) {
                String line = input.substring(0, end);
                input.delete(0, end + 2);
                closed = line.equals("quit");
                if (!closed) {
                    lines.add(line);
                }
            }
        }

        @Override
        public @Nullable String readLine() {
            return lines.poll();
        }

        @Override
        public boolean isQuiet() {
            return lines.isEmpty();
        }

        @Override
        public boolean isClosed() {
            return closed;
        }

        @Override
        public void directive(String name, String argument) {
            marks.add(name + " " + argument);
        }
    }
}
