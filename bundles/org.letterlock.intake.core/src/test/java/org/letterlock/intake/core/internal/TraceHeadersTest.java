package org.letterlock.intake.core.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.Test;
import org.letterlock.mail.api.DsnRequest;
import org.letterlock.mail.api.Envelope;
import org.letterlock.mail.api.MailAddress;
import org.letterlock.mail.api.MessageId;
import org.letterlock.mail.api.Peer;
import org.letterlock.mail.api.TlsInfo;

public class TraceHeadersTest {

    private static final MailAddress MAILBOX = new MailAddress("mbx-00000000000000000000000000000001", "gw.example");
    private static final InetSocketAddress ADDRESS = new InetSocketAddress("192.0.2.7", 1);
    private static final MessageId ID = new MessageId(new UUID(1, 2));

    /** Header lines of printable ASCII, each either a field or the continuation of one. */
    private static final Pattern HEADERS = Pattern.compile(
            "Return-Path: <[ -~]*>\r\nX-Envelope-To: <[ -~]*>\r\nReceived: from [!-~]+( [ -~]+)?\r\n(\t[ -~]+\r\n){3,7}");

    @Test
    public void nullPathAndPlainConnectionShouldBeWrittenAsSuch() {
        assertThat(headers(null, "[192.0.2.7]", ADDRESS, null))
                .startsWith("Return-Path: <>\r\n")
                .contains("Received: from [192.0.2.7] ([192.0.2.7]) by gw.example with ESMTP\r\n")
                .contains("\tfor <" + MAILBOX + ">;\r\n")
                .matches(HEADERS);
    }

    @Test
    public void sixthVersionAddressShouldBeALiteralWithoutScope() throws Exception {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName("2001:db8::1"), 1);
        assertThat(headers(null, "", address, null)).contains("from unknown ([IPv6:2001:db8:0:0:0:0:0:1])");
    }

    @Test
    public void quotedLocalPartShouldStayQuoted() {
        assertThat(headers(new MailAddress("a b>\"", "x.example"), "h", ADDRESS, null))
                .contains("Return-Path: <\"a b>\\\"\"@x.example>\r\n")
                .matches(HEADERS);
    }

    @Test
    public void peerShouldNotBeAbleToWriteHeaders() {
        assertThat(headers(null, "x\r\nX-Evil: 1\r\n\r\nbody", ADDRESS, null))
                .contains("from x\\x{D}\\x{A}X-Evil\\x{3A}\\x{20}1\\x{D}")
                .matches(HEADERS);
        assertThat(headers(null, "a (by b);\u0000\u007f\u0085\u20ac\ud83d\ude00", ADDRESS, null))
                .contains("from a\\x{20}\\x{28}by\\x{20}b\\x{29}\\x{3B}\\x{0}\\x{7F}\\x{85}\\x{20AC}\\x{1F600}")
                .matches(HEADERS);
    }

    @Test
    public void nonAsciiAddressShouldBeWrittenInAscii() {
        assertThat(headers(new MailAddress("gr\u00fc\u00dfe", "b\u00fccher.example"), "h", ADDRESS, null))
                .contains("Return-Path: <gr\\x{FC}\\x{DF}e@b\\x{FC}cher.example>\r\n");
    }

    @Test
    public void requestForNotificationsShouldBeWrittenWhenThereIsOne() {
        assertThat(headers(null, "h", ADDRESS, null)).doesNotContain("DSN");
        DsnRequest.Mail mail = new DsnRequest.Mail("HDRS", "QQ+2031");
        assertThat(headers(mail, new DsnRequest.Recipient("SUCCESS,FAILURE", "rfc822;anna@client.example")))
                .contains("@gw.example>\r\nX-Letterlock-DSN: RET=HDRS ENVID=QQ+2031 NOTIFY=SUCCESS,FAILURE\r\n"
                        + "\tORCPT=rfc822;anna@client.example\r\nReceived: ");
        assertThat(headers(DsnRequest.Mail.NONE, new DsnRequest.Recipient("NEVER", null)))
                .contains("\r\nX-Letterlock-DSN: NOTIFY=NEVER\r\nReceived: ");
        assertThat(headers(DsnRequest.Mail.NONE, new DsnRequest.Recipient(null, "x\r\n\r\nbody")))
                .contains("X-Letterlock-DSN: ORCPT=x\\x{D}\\x{A}\\x{D}\\x{A}body\r\n");
        assertThat(headers(mail, DsnRequest.Recipient.NONE))
                .contains("\r\nX-Letterlock-DSN: RET=HDRS ENVID=QQ+2031\r\nReceived: ");
    }

    @Test
    public void linesShouldBeFoldedAndNeverTooLong() {
        long seed = System.nanoTime();
        System.out.println("TraceHeadersTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder helo = new StringBuilder();
            random.ints(random.nextInt(400), 0, round % 2 == 0 ? 0x10ffff : 0x7f)
                    .forEach(helo::appendCodePoint);
            String text = headers(
                    new MailAddress("l".repeat(1 + random.nextInt(600)), "d".repeat(random.nextInt(300))),
                    helo.toString(),
                    ADDRESS,
                    new TlsInfo("TLSv1.2", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"));
            assertThat(text).matches(HEADERS);
            assertThat(text.lines()).allSatisfy(line -> {
                assertThat(line.length()).isLessThanOrEqualTo(998);
                if (line.startsWith("\t")) {
                    assertThat(line.length()).isLessThanOrEqualTo(78);
                }
            });
        }
    }

    private static String headers(
            @Nullable MailAddress sender, String helo, InetSocketAddress address, @Nullable TlsInfo tls) {
        Peer peer = new Peer(address, helo, "ESMTP", tls);
        TraceHeaders headers = new TraceHeaders(new Envelope(sender, List.of(MAILBOX)), received(peer));
        return ISO_8859_1.decode(headers.of(MAILBOX, DsnRequest.Recipient.NONE)).toString();
    }

    private static String headers(DsnRequest.Mail mail, DsnRequest.Recipient recipient) {
        Envelope envelope = new Envelope(null, List.of(MAILBOX), new DsnRequest(mail, Map.of()));
        TraceHeaders headers = new TraceHeaders(envelope, received(new Peer(ADDRESS, "h", "ESMTP", null)));
        return ISO_8859_1.decode(headers.of(MAILBOX, recipient)).toString();
    }

    private static ReceivedHeader received(Peer peer) {
        return new ReceivedHeader("gw.example", peer, ID, "Wed, 4 Nov 2026 04:20:06 +0000");
    }
}
