package org.letterlock.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.Test;

public class InputBufferTest {

    private final InputBuffer input = new InputBuffer();

    @Test
    public void lineShouldEndAtCrLfOnly() {
        input.add(octets("a\nb\rc\r\r\nd\r\n\r\nrest\r"));
        assertThat(line()).isEqualTo("a\nb\rc\r");
        assertThat(line()).isEqualTo("d");
        assertThat(line()).isEmpty();
        assertThat(line()).isNull();
        assertThat(input.hasRemaining()).isTrue();
    }

    @Test
    public void leftoverShouldSurviveWhenTheCallerReusesItsBuffer() {
        ByteBuffer buffer = octets("one\r\ntwo");
        input.add(buffer);
        assertThat(line()).isEqualTo("one");
        input.keep();
        buffer.clear();
        buffer.put(new byte[buffer.capacity()]);
        input.add(octets(" three\r"));
        input.keep();
        input.add(octets("\nfour"));
        assertThat(line()).isEqualTo("two three");
        input.clear();
        assertThat(input.hasRemaining()).isFalse();
        assertThat(line()).isNull();
    }

    @Test
    public void partOfALineShouldNotStayBehindItsCopy() {
        input.add(octets("x\r\nPASS sec"));
        line();
        input.keep();
        ByteBuffer kept = input.octets().duplicate();
        ByteBuffer callers = octets("ret\r\n");
        input.add(callers);
        assertThat(ISO_8859_1.decode(kept).toString()).isEqualTo("\0".repeat(8));
        assertThat(line()).isEqualTo("PASS secret");
        assertThat(ISO_8859_1.decode(callers.rewind()).toString()).isEqualTo("ret\r\n");
    }

    private @Nullable String line() {
        ByteBuffer line = input.line();
        return line == null ? null : ISO_8859_1.decode(line).toString();
    }

    private static ByteBuffer octets(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }
}
