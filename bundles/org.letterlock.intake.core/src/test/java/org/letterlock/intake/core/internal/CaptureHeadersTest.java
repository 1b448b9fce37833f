package org.letterlock.intake.core.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.Test;
import org.letterlock.intake.api.Capture;
import org.letterlock.intake.api.Capture.Protocol;
import org.letterlock.mail.api.DsnRequest;
import org.letterlock.mail.api.Envelope;
import org.letterlock.mail.api.MailAddress;
import org.letterlock.mail.api.MessageId;
import org.letterlock.mail.api.Peer;

public class CaptureHeadersTest {

    private static final MessageId ID = new MessageId(new UUID(1, 2));
    private static final ReceivedHeader RECEIVED = new ReceivedHeader(
            "gw.example",
            new Peer(new InetSocketAddress("192.0.2.7", 1), "client", "ESMTPSA", null),
            ID,
            "Wed, 4 Nov 2026 04:20:06 +0000");
    private static final Capture SMTP = new Capture(Protocol.SMTP_PROXY, "smtp.example.org:587", "anna@example.org");

    /** Header lines of printable ASCII, each either a field or the continuation of one; nothing adds one. */
    private static final Pattern HEADERS = Pattern.compile("(Return-Path: <[ -~]*>\r\n(X-Envelope-To: <[ -~]*>\r\n)+)?"
            + "X-Letterlock-Capture: (smtp|pop3)-proxy;(\r\n\t| )server=[!-~&&[^;]]*;(\r\n\t| )user=[!-~&&[^;]]*\r\n"
            + "Received: [ -~]+\r\n(\t[ -~]+\r\n){2,7}");

    @Test
    public void allRecipientsShouldBeNamedAndNobodyInReceived() {
        Envelope envelope = new Envelope(
                new MailAddress("anna", "example.org"),
                List.of(new MailAddress("bert", "x.example"), new MailAddress("blind", "y.example")));
        assertThat(headers(SMTP, envelope))
                .isEqualTo("Return-Path: <anna@example.org>\r\n"
                        + "X-Envelope-To: <bert@x.example>\r\n"
                        + "X-Envelope-To: <blind@y.example>\r\n"
                        + "X-Letterlock-Capture: smtp-proxy; server=smtp.example.org:587;\r\n"
                        + "\tuser=anna@example.org\r\n"
                        + "Received: from client ([192.0.2.7]) by gw.example with ESMTPSA\r\n"
                        + "\tid " + ID + ";\r\n"
                        + "\tWed, 4 Nov 2026 04:20:06 +0000\r\n")
                .matches(HEADERS);
    }

    @Test
    public void envelopeShouldBeLeftOutWhereNobodyKnowsIt() {
        assertThat(headers(new Capture(Protocol.POP3_PROXY, "pop.example.org", "anna"), null))
                .startsWith("X-Letterlock-Capture: pop3-proxy; server=pop.example.org; user=anna\r\nReceived: ")
                .matches(HEADERS);
    }

    @Test
    public void requestForNotificationsShouldBeWrittenWhenThereIsOne() {
        DsnRequest dsn = new DsnRequest(new DsnRequest.Mail("HDRS", null), Map.of());
        assertThat(headers(SMTP, new Envelope(null, List.of(new MailAddress("b", "x.example")), dsn)))
                .contains("X-Envelope-To: <b@x.example>\r\nX-Letterlock-DSN: RET=HDRS\r\nX-Letterlock-Capture: ");
    }

    @Test
    public void clientShouldNotBeAbleToWriteHeadersOrValues() {
        assertThat(headers(
                        new Capture(Protocol.SMTP_PROXY, "s\r\nX-Evil: 1\r\n\r\nbody", "u; server=other (\"\\\u20ac"),
                        null))
                .contains("\tserver=s\\x{D}\\x{A}X-Evil:\\x{20}1\\x{D}\\x{A}\\x{D}\\x{A}body;")
                .contains("user=u\\x{3B}\\x{20}server=other\\x{20}\\x{28}\\x{22}\\x{5C}\\x{20AC}\r\n")
                .matches(HEADERS);
        long seed = System.nanoTime();
        System.out.println("CaptureHeadersTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 1_000; round++) {
            String text = headers(new Capture(Protocol.SMTP_PROXY, text(random), text(random)), null);
            assertThat(text).matches(HEADERS);
            assertThat(text.lines())
                    .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(998));
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        random.ints(random.nextInt(700), 0, 0x7f).forEach(text::appendCodePoint);
        return text.toString();
    }

    private static String headers(Capture capture, @Nullable Envelope envelope) {
        return ISO_8859_1.decode(CaptureHeaders.of(capture, envelope, RECEIVED)).toString();
    }
}
