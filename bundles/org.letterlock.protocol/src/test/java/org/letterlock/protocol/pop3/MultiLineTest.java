package org.letterlock.protocol.pop3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.Test;
import org.letterlock.protocol.InputBuffer;

public class MultiLineTest {

    /** What came, what it means; behind its end stands something else. */
    private static final List<List<String>> REPLIES = List.of(
            List.of("", ""),
            List.of("a\r\n", "a\r\n"),
            List.of("..\r\n", ".\r\n"),
            List.of("..a\r\n...b\r\n", ".a\r\n..b\r\n"),
            List.of(".a\r\n", "a\r\n"),
            List.of("a\n.\nb\r\n", "a\n.\nb\r\n"),
            List.of("a\r.\rb\r\n", "a\r.\rb\r\n"),
            List.of("a\n.\r\n", "a\n.\r\n"),
            List.of("a\r\n..\rb\r\n", "a\r\n.\rb\r\n"),
            List.of("a\r\n.\rb\r\n", "a\r\n\rb\r\n"),
            List.of("\r\r\n..\r\r\n\u0000\r\n", "\r\r\n.\r\r\n\u0000\r\n"));

    @Test
    public void endShouldBeFoundAndTransparencyUndoneHoweverTheOctetsCome() {
        for (List<String> reply : REPLIES) {
            for (int piece = 1; piece < 12; piece++) {
                InputBuffer input = new InputBuffer();
                MultiLine lines = new MultiLine();
                StringBuilder raw = new StringBuilder();
                StringBuilder content = new StringBuilder();
                byte[] octets = (reply.get(0) + ".\r\n+OK").getBytes(ISO_8859_1);
                for (int at = 0; at < octets.length; at += piece) {
                    input.add(ByteBuffer.wrap(octets, at, Math.min(piece, octets.length - at)));
                    for (MultiLine.Part part = lines.next(input.octets());
                            part != null;
                            part = lines.next(input.octets())) {
                        raw.append(ISO_8859_1.decode(part.raw()));
                        content.append(ISO_8859_1.decode(part.content()));
                    }
                    input.keep();
                }
                assertThat(lines.isComplete()).isTrue();
                assertThat(raw).asString().isEqualTo(reply.get(0));
                assertThat(content).asString().isEqualTo(reply.get(1));
                assertThat(ISO_8859_1.decode(input.octets()).toString()).isEqualTo("+OK");
            }
        }
    }
}
