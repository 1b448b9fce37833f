package org.letterlock.protocol.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.Test;

public class ReceivedCounterTest {

    @Test
    public void fieldShouldCountWhateverItsCaseAndLineEnds() {
        assertThat(count("Received: a\r\nRECEIVED:b\r\n\tby c\r\nreceived \t: d\nReceived: e\r\n"))
                .isEqualTo(4);
    }

    @Test
    public void otherFieldsShouldNotCount() {
        List<String> others = List.of(
                "X-Received: a",
                "Received-SPF: b",
                "Receive: c",
                " Received: d",
                "Subject: Received: e",
                "Received",
                "\rReceived: f",
                "ReceivedX: g",
                "Received x: h",
                "RReceived: i");
        assertThat(count(String.join("\r\n", others) + "\r\nReceived: j\r\n")).isEqualTo(1);
    }

    @Test
    public void bodyShouldNotCount() {
        assertThat(count("Received: a\r\n\r\nReceived: b\r\n")).isEqualTo(1);
        assertThat(count("Received: a\n\nReceived: b\n")).isEqualTo(1);
        assertThat(count("\r\nReceived: b\r\n")).isZero();
    }

    /** At once and octet by octet, which must not matter. */
    private static int count(String mail) {
        ByteBuffer octets = ByteBuffer.wrap(mail.getBytes(ISO_8859_1));
        ReceivedCounter whole = new ReceivedCounter();
        whole.look(octets);
        assertThat(octets.position()).isZero();
        ReceivedCounter split = new ReceivedCounter();
        for (int i = 0; i < octets.limit(); i++) {
            split.look(octets.slice(i, 1));
        }
        assertThat(split.count()).isEqualTo(whole.count());
        return whole.count();
    }
}
