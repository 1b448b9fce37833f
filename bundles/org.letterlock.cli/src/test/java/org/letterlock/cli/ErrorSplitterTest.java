package org.letterlock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.Test;

public class ErrorSplitterTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    public void plainTextShouldGoOutAsItIs() throws IOException {
        write("{\"name\":\"M\u00fcller [1]\"}\n");

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("{\"name\":\"M\u00fcller [1]\"}\n");
        assertThat(err.size()).isZero();
    }

    @Test
    public void redTextShouldGoToErrorsWithItsEndOfLine() throws IOException {
        write("before\n\u001b[31mError executing command: \u001b[0m\u001b[1;31mno such mailbox\u001b[0m\nafter\n");

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("before\nafter\n");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("Error executing command: no such mailbox\n");
    }

    @Test
    public void otherColoursShouldBeTakenOut() throws IOException {
        write("\u001b[32mgreen\u001b[39m and \u001b[1mbold\u001b[m\n");

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("green and bold\n");
    }

    private void write(String text) throws IOException {
        try (ErrorSplitter splitter = new ErrorSplitter(out, err)) {
            splitter.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
