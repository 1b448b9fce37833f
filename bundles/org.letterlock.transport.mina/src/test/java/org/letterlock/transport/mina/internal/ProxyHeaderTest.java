package org.letterlock.transport.mina.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.Test;

public class ProxyHeaderTest {

    private static final String BEHIND = "EHLO x\r\n";
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final String IPV4 = "c0000209" + "c6336407" + "3039" + "0019";
    private static final String IPV6 =
            "20010db8000000000000000000000001" + "20010db8000000000000000000000002" + "ffff" + "0001";

    @Test
    public void textShouldNameTheEnds() throws Exception {
        assertNames("PROXY TCP4 192.0.2.9 198.51.100.7 12345 25\r\n", "192.0.2.9", 12345, "198.51.100.7", 25);
        assertNames("PROXY TCP4 0.0.0.0 255.255.255.255 0 65535\r\n", "0.0.0.0", 0, "255.255.255.255", 65535);
        assertNames("PROXY TCP6 2001:db8::1 2001:DB8:0:0:0:0:0:2 1 2\r\n", "2001:db8::1", 1, "2001:db8::2", 2);
        assertNames("PROXY TCP6 ::ffff:192.0.2.9 ::1 1 2\r\n", "192.0.2.9", 1, "::1", 2);
        String longest = "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";
        assertNames("PROXY TCP6 " + longest + " " + longest + " 65535 65535\r\n", longest, 65535, longest, 65535);
    }

    @Test
    public void textOfUnknownKindShouldKeepTheConnectionsOwnEnds() throws Exception {
        assertNamesNobody(text("PROXY UNKNOWN\r\n"));
        assertNamesNobody(text("PROXY UNKNOWN ffff::1 \n\r whatever\u00ff\r\n"));
        assertNamesNobody(text("PROXY UNKNOWN " + "x".repeat(107 - 16) + "\r\n"));
    }

    @Test
    public void malformedTextShouldBeRefused() {
        for (String line : List.of(
                "PROXY  TCP4 192.0.2.9 198.51.100.7 12345 25",
                "PROXY TCP4  192.0.2.9 198.51.100.7 12345 25",
                "PROXY TCP4 192.0.2.9 198.51.100.7 12345 25 ",
                "PROXY TCP4 192.0.2.9 198.51.100.7 12345",
                "PROXY TCP4 192.0.2.9 198.51.100.7 12345 25 1",
                "PROXY tcp4 192.0.2.9 198.51.100.7 12345 25",
                "PROXY UDP4 192.0.2.9 198.51.100.7 12345 25",
                "PROXY UNKNOWNX",
                "PROXY TCP4",
                "PROXY ",
                "PROXY TCP4 192.0.2.09 198.51.100.7 12345 25",
                "PROXY TCP4 192.0.2.256 198.51.100.7 12345 25",
                "PROXY TCP4 192.0.2 198.51.100.7 12345 25",
                "PROXY TCP4 localhost 198.51.100.7 12345 25",
                "PROXY TCP4 2001:db8::1 2001:db8::2 12345 25",
                "PROXY TCP6 192.0.2.9 198.51.100.7 12345 25",
                "PROXY TCP6 fe80::1%lo fe80::2 12345 25",
                "PROXY TCP4 192.0.2.9 198.51.100.7 65536 25",
                "PROXY TCP4 192.0.2.9 198.51.100.7 012345 25",
                "PROXY TCP4 192.0.2.9 198.51.100.7 +1 25",
                "PROXY TCP4 192.0.2.9 198.51.100.7 12345 -1",
                "PROXY TCP4 192.0.2.9 198.51.100.7 12345 ",
                "PROXY TCP4 192.0.2.9 198.51.100.7 12345 25\n",
                "PROXY TCP4 192.0.2.9 198.51.100.7 12345 25\r")) {
            assertRefused(text(line + "\r\n"));
        }
    }

    @Test
    public void wrongOctetShouldBeRefusedAtOnce() throws Exception {
        for (String text : List.of("Q", "PROXX", "PROXY\t", "p", "E", "\r\r", "\r\n\r\n1", "\0")) {
            byte[] octets = text.getBytes(ISO_8859_1);
            ProxyHeaderParser parser = new ProxyHeaderParser();
            assertThat(parser.receive(ByteBuffer.wrap(octets, 0, octets.length - 1)))
                    .isFalse();
            assertThatThrownBy(() -> parser.receive(ByteBuffer.wrap(octets, octets.length - 1, 1)))
                    .isInstanceOf(ProxyHeaderException.class)
                    .hasMessage("is none of version 1 or 2");
        }
    }

    @Test
    public void endlessTextShouldBeRefusedAtItsBound() throws Exception {
        ProxyHeaderParser parser = new ProxyHeaderParser();
        assertThat(parser.receive(ByteBuffer.wrap(text("PROXY UNKNOWN " + "x".repeat(106 - 14)))))
                .isFalse();
        assertThatThrownBy(() -> parser.receive(ByteBuffer.wrap(text("\r"))))
                .isInstanceOf(ProxyHeaderException.class)
                .hasMessage("is longer than 107 octets");
    }

    @Test
    public void octetsShouldNameTheEnds() throws Exception {
        assertNames(binary("21", "11", IPV4), "192.0.2.9", 12345, "198.51.100.7", 25);
        assertNames(binary("21", "21", IPV6), "2001:db8::1", 65535, "2001:db8::2", 1);
        String mapped = "00000000000000000000ffffc0000209" + "00000000000000000000000000000001" + "0000" + "0019";
        assertNames(binary("21", "21", mapped), "192.0.2.9", 0, "::1", 25);
    }

    @Test
    public void whatIsBehindTheAddressesShouldBeSkipped() throws Exception {
        String most = "ee".repeat(4_096 - 12);
        for (String more : List.of("03", "030004a1b2c3d4", "04ffff", SIGNATURE, most)) {
            assertNames(binary("21", "11", IPV4 + more), "192.0.2.9", 12345, "198.51.100.7", 25);
        }
        assertNames(binary("21", "21", IPV6 + "030004a1b2c3d4"), "2001:db8::1", 65535, "2001:db8::2", 1);
    }

    @Test
    public void octetsOfUnknownKindShouldKeepTheConnectionsOwnEnds() throws Exception {
        for (String kind : List.of("00", "01", "10", "12", "22", "31", "32")) {
            assertNamesNobody(binary("21", kind, ""));
            assertNamesNobody(binary("21", kind, IPV4));
        }
        assertNamesNobody(binary("20", "00", ""));
        assertNamesNobody(binary("20", "11", IPV4));
        assertNamesNobody(binary("20", "ff", "01"));
    }

    @Test
    public void malformedOctetsShouldBeRefused() {
        for (String command : List.of("00", "01", "11", "22", "2f", "31", "ff")) {
            assertRefused(binary(command, "11", IPV4));
        }
        for (String kind : List.of("41", "13", "f0", "0f", "ff")) {
            assertRefused(binary("21", kind, IPV4));
        }
        assertRefused(binary("21", "11", ""));
        assertRefused(binary("21", "11", IPV4.substring(2)));
        assertRefused(binary("21", "21", IPV6.substring(2)));
    }

    @Test
    public void longOctetsShouldBeRefusedBeforeTheyCome() {
        assertRefused(HexFormat.of().parseHex(SIGNATURE + "2111" + "1001"));
        assertRefused(HexFormat.of().parseHex(SIGNATURE + "2000" + "ffff"));
    }

    @Test
    public void anyOctetsShouldEndInABoundedHeaderOrARefusal() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<byte[]> headers = List.of(
                text("PROXY TCP4 192.0.2.9 198.51.100.7 12345 25\r\n"),
                text("PROXY UNKNOWN ::1\r\n"),
                binary("21", "21", IPV6 + "030004a1b2c3d4"),
                binary("20", "00", ""));
        for (int i = 0; i < 20_000; i++) {
            byte[] octets = headers.get(random.nextInt(headers.size())).clone();
            for (int change = random.nextInt(3); change >= 0; change--) {
                octets[random.nextInt(octets.length)] = (byte) random.nextInt();
            }
            ByteBuffer data = ByteBuffer.allocate(octets.length + 5_000).put(octets);
            data.position(0);
            try {
                assertThat(new ProxyHeaderParser().receive(data)).isTrue();
                assertThat(data.position()).isBetween(15, 16 + 4_096);
            } catch (ProxyHeaderException expected) {
                assertThat(expected).hasMessageMatching("[A-Za-z0-9 ,]+");
            }
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static byte[] binary(String command, String kind, String rest) {
        return HexFormat.of().parseHex(SIGNATURE + command + kind + String.format("%04x", rest.length() / 2) + rest);
    }

    private static void assertNames(String header, String source, int port, String destination, int other)
            throws Exception {
        assertNames(text(header), source, port, destination, other);
    }

    private static void assertNames(byte[] header, String source, int port, String destination, int other)
            throws Exception {
        assertThat(read(header))
                .contains(new Endpoints(
                        new InetSocketAddress(InetAddress.getByName(source), port),
                        new InetSocketAddress(InetAddress.getByName(destination), other)));
    }

    private static void assertNamesNobody(byte[] header) throws Exception {
        assertThat(read(header)).isEmpty();
    }

    /** What a header says: whole, octet by octet and split at each place, and that nothing behind it is touched. */
    private static Optional<Endpoints> read(byte[] header) throws Exception {
        byte[] octets = new byte[header.length + BEHIND.length()];
        System.arraycopy(header, 0, octets, 0, header.length);
        System.arraycopy(text(BEHIND), 0, octets, header.length, BEHIND.length());
        Optional<Endpoints> whole = read(octets, octets.length);
        for (int step : new int[] {1, 2, 3, 7, 13, 50}) {
            assertThat(read(octets, step)).as("step " + step).isEqualTo(whole);
        }
        for (int split = 1; split < Math.min(header.length, 200); split++) {
            ProxyHeaderParser parser = new ProxyHeaderParser();
            assertThat(parser.receive(ByteBuffer.wrap(octets, 0, split))).isFalse();
            ByteBuffer rest = ByteBuffer.wrap(octets, split, octets.length - split);
            assertThat(parser.receive(rest)).isTrue();
            assertThat(ISO_8859_1.decode(rest).toString()).isEqualTo(BEHIND);
            assertThat(parser.endpoints()).as("split " + split).isEqualTo(whole);
        }
        return whole;
    }

    private static Optional<Endpoints> read(byte[] octets, int step) throws Exception {
        ProxyHeaderParser parser = new ProxyHeaderParser();
        int taken = 0;
        boolean complete = false;
        while (!complete) {
            ByteBuffer piece = ByteBuffer.wrap(octets, taken, Math.min(step, octets.length - taken));
            complete = parser.receive(piece);
            assertThat(complete || !piece.hasRemaining()).isTrue();
            taken = piece.position();
        }
        assertThat(octets.length - taken).isEqualTo(BEHIND.length());
        return parser.endpoints();
    }

    private static void assertRefused(byte[] header) {
        for (int step : new int[] {1, 5, header.length}) {
            assertThatThrownBy(() -> {
                        ProxyHeaderParser parser = new ProxyHeaderParser();
                        for (int i = 0; i < header.length; i += step) {
                            parser.receive(ByteBuffer.wrap(header, i, Math.min(step, header.length - i)));
                        }
                        throw new AssertionError("taken: " + new String(header, ISO_8859_1) + parser.endpoints());
                    })
                    .isInstanceOf(ProxyHeaderException.class);
        }
    }
}
