package org.letterlock.protocol.pop3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.Test;

public class Pop3BodyEncoderTest {

    private static final String ALPHABET = "\r\n..x\0\u00ff";

    @Test
    public void mailShouldLeaveUnchangedWhenNothingHasToBeAdded() {
        assertThat(encode("a\0\u00ff\rb.c\r\n")).isEqualTo("a\0\u00ff\rb.c\r\n.\r\n");
        assertThat(encode("")).isEqualTo(".\r\n");
    }

    @Test
    public void dotShouldBeDoubledWhenItStandsAtTheStartOrBehindAnyLf() {
        assertThat(encode(".\r\n..\r\n\n.\nx\r.\r\n")).isEqualTo("..\r\n...\r\n\n..\nx\r.\r\n.\r\n");
    }

    @Test
    public void crlfShouldBeAddedWhenTheMailDoesNotEndWithOne() {
        assertThat(encode("a")).isEqualTo("a\r\n.\r\n");
        assertThat(encode("a\n")).isEqualTo("a\n\r\n.\r\n");
        assertThat(encode("a\r")).isEqualTo("a\r\r\n.\r\n");
        assertThat(encode(".")).isEqualTo("..\r\n.\r\n");
    }

    @Test
    public void topShouldEndBehindTheWantedLinesWhenTheBodyHasMore() {
        String mail = "a: b\r\n c\r\n\r\n1\r\n.2\r\n3";
        assertThat(top(mail, 0)).isEqualTo("a: b\r\n c\r\n\r\n.\r\n");
        assertThat(top(mail, 2)).isEqualTo("a: b\r\n c\r\n\r\n1\r\n..2\r\n.\r\n");
        assertThat(top(mail, 3)).isEqualTo("a: b\r\n c\r\n\r\n1\r\n..2\r\n3\r\n.\r\n");
        assertThat(top("only: header\r\n", 1)).isEqualTo("only: header\r\n.\r\n");
        assertThat(top("a: b\n\n1\n2\n", 1)).isEqualTo("a: b\n\n1\n\r\n.\r\n");
        assertThat(top("\r\nbody\r\n", 0)).isEqualTo("\r\n.\r\n");
    }

    @Test
    public void chunkShouldStayWhereItIsWhenThereIsRoom() {
        ByteBuffer chunk = ByteBuffer.allocate(100).put("+OK\r\n".getBytes(ISO_8859_1));
        chunk.put(".x\r\n.y".getBytes(ISO_8859_1)).flip().position(5);
        ByteBuffer encoded = new Pop3BodyEncoder(Pop3BodyEncoder.WHOLE).encode(chunk, true);
        assertThat(encoded).isSameAs(chunk);
        assertThat(ISO_8859_1.decode(encoded.position(0)).toString()).isEqualTo("+OK\r\n..x\r\n..y\r\n.\r\n");
    }

    @Test
    public void chunkShouldBeCopiedWithWhatIsBeforeItWhenThereIsNoRoom() {
        byte[] octets = "___+OK\r\n\r\n.\r\n.\r\n___".getBytes(ISO_8859_1);
        ByteBuffer chunk = ByteBuffer.wrap(octets, 3, octets.length - 6).slice().position(5);
        ByteBuffer encoded = new Pop3BodyEncoder(Pop3BodyEncoder.WHOLE).encode(chunk, true);
        assertThat(ISO_8859_1.decode(encoded.position(0)).toString()).isEqualTo("+OK\r\n\r\n..\r\n..\r\n.\r\n");
    }

    @Test
    public void encoderShouldRefuseMoreWhenTheReplyIsComplete() {
        Pop3BodyEncoder encoder = new Pop3BodyEncoder(0);
        encoder.encode(ByteBuffer.wrap("a: b\r\n\r\nbody".getBytes(ISO_8859_1)), false);
        assertThat(encoder.isComplete()).isTrue();
        assertThatThrownBy(() -> encoder.encode(ByteBuffer.allocate(1), true))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    public void mailShouldBeReadAsItWasByEveryClientWhenItsOctetsAreRandom() {
        long seed = Long.getLong("letterlock.seed", new Random().nextLong());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int run = 0; run < 50_000; run++) {
            String mail = randomMail(random);
            String wire = encode(mail, Pop3BodyEncoder.WHOLE, random);
            String sent = mail.isEmpty() || mail.endsWith("\r\n") ? mail : mail + "\r\n";
            assertThat(decodeByCrlf(wire)).isEqualTo(behindLfOnly(sent));
            assertThat(decodeByLf(wire)).isEqualTo(sent);
            assertThat(wire).isEqualTo(encode(mail));

            int lines = random.nextInt(4);
            String top = encode(mail, lines, random);
            assertThat(top).isEqualTo(encode(expectedTop(mail, lines)));
        }
    }

    /** What a client sees that takes only CRLF for the end of a line; all must end with the last octet, not before. */
    private static String decodeByCrlf(String wire) {
        StringBuilder mail = new StringBuilder();
        int at = 0;
        while (true) {
            int end = wire.indexOf("\r\n", at) + 2;
            String line = wire.substring(at, end);
            at = end;
            if (line.equals(".\r\n")) {
                assertThat(at).isEqualTo(wire.length());
                return mail.toString();
            }
            mail.append(line.startsWith(".") ? line.substring(1) : line);
        }
    }

    /** What a client sees that splits at any LF and ignores a CR before it. */
    private static String decodeByLf(String wire) {
        StringBuilder mail = new StringBuilder();
        int at = 0;
        while (true) {
            int end = wire.indexOf('\n', at) + 1;
            String line = wire.substring(at, end);
            at = end;
            if (line.equals(".\r\n") || line.equals(".\n")) {
                assertThat(at).isEqualTo(wire.length());
                return mail.toString();
            }
            mail.append(line.startsWith(".") ? line.substring(1) : line);
        }
    }

    /** The documented cost: one dot too many behind a bare LF. */
    private static String behindLfOnly(String mail) {
        return mail.replaceAll("(?<=(?<!\r)\n)\\.", "..");
    }

    private static String expectedTop(String mail, int lines) {
        int at = 0;
        boolean header = true;
        int left = lines;
        while (at < mail.length() && (header || left > 0)) {
            int end = mail.indexOf('\n', at);
            if (end < 0) {
                return mail;
            }
            String line = mail.substring(at, end);
            at = end + 1;
            if (!header) {
                left--;
            } else if (line.isEmpty() || line.equals("\r")) {
                header = false;
            }
        }
        return mail.substring(0, at);
    }

    private static String randomMail(Random random) {
        int length = random.nextInt(40);
        StringBuilder mail = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            mail.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return mail.toString();
    }

    private static String encode(String mail) {
        return top(mail, Pop3BodyEncoder.WHOLE);
    }

    private static String top(String mail, int lines) {
        ByteBuffer chunk = ByteBuffer.wrap(mail.getBytes(ISO_8859_1));
        return ISO_8859_1.decode(new Pop3BodyEncoder(lines).encode(chunk, true)).toString();
    }

    /** In chunks of random length, with room of random size behind them. */
    private static String encode(String mail, int lines, Random random) {
        byte[] octets = mail.getBytes(ISO_8859_1);
        Pop3BodyEncoder encoder = new Pop3BodyEncoder(lines);
        StringBuilder wire = new StringBuilder();
        int at = 0;
        while (!encoder.isComplete()) {
            int length = random.nextInt(octets.length - at + 1);
            int before = random.nextInt(3);
            ByteBuffer chunk = ByteBuffer.allocate(before + length + random.nextInt(20));
            chunk.position(before).put(octets, at, length).flip().position(before);
            at += length;
            wire.append(ISO_8859_1.decode(encoder.encode(chunk, at == octets.length)));
        }
        return wire.toString();
    }
}
