package org.letterlock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.Test;

public class ShellCommandTest {

    @Test
    public void wordsShouldBeQuotedWhereTheShellWouldReadThem() {
        ShellCommand command = ShellCommand.of(List.of("mailbox:create", "--name", "a \"b\" $c \\ ; | é", "--json"));

        assertThat(command.line()).isEqualTo("mailbox:create --name \"a \\\"b\\\" \\$c \\\\ ; | é\" --json");
        assertThat(command.readsInput()).isFalse();
    }

    @Test
    public void singleWordShouldBeAWholeLine() {
        assertThat(ShellCommand.of(List.of("mailbox:list | grep x")).line()).isEqualTo("mailbox:list | grep x");
    }

    @Test
    public void emptyWordShouldStayAWord() {
        assertThat(ShellCommand.of(List.of("mailbox:edit", "")).line()).isEqualTo("mailbox:edit \"\"");
    }

    @Test
    public void inputShouldBeReadOnlyWhereASecretIsAskedFor() {
        assertThat(ShellCommand.of(List.of("mailbox:password", "x", "--current-stdin"))
                        .readsInput())
                .isTrue();
    }
}
