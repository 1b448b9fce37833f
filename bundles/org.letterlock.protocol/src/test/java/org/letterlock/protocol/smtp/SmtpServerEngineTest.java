package org.letterlock.protocol.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

public class SmtpServerEngineTest {

    private static final long MEBIBYTE = 1 << 20;

    @Test
    public void repliesShouldBeWrittenTogetherWhenCommandsCameTogether() {
        EngineSubject subject = new EngineSubject();
        int before = subject.writes();
        subject.send(octets("EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<a@b>\r\nRCPT TO:<unknown@b>\r\nDATA\r\n"));
        assertThat(subject.writes() - before).isEqualTo(1);
    }

    @Test
    public void thousandRecipientsShouldBeAnsweredEachAndTheRestRefused() {
        SmtpServerLimits limits = new SmtpServerLimits(2048, 1000, 1000, 100, 3, 1, 1);
        EngineSubject subject = new EngineSubject(limits, true);
        subject.send(octets("EHLO c\r\nMAIL FROM:<>\r\n" + "RCPT TO:<a@b>\r\n".repeat(1005)));
        int accepted = 0;
        int refused = 0;
        for (String line = subject.readLine(); line != null; line = subject.readLine()) {
            accepted += line.startsWith("250 2.1.5 ") ? 1 : 0;
            refused += line.startsWith("452 4.5.3 ") ? 1 : 0;
        }
        assertThat(accepted).isEqualTo(1000);
        assertThat(refused).isEqualTo(5);
    }

    @Test
    public void tlsShouldNotBeOfferedWhenItCannotWork() {
        EngineSubject subject = new EngineSubject(EngineSubject.LIMITS, false);
        subject.send(octets("EHLO c\r\nSTARTTLS\r\n"));
        String last = "";
        for (String line = subject.readLine(); line != null; line = subject.readLine()) {
            assertThat(line).doesNotContain("250-STARTTLS");
            last = line;
        }
        assertThat(last).startsWith("454 4.7.0 ");
    }

    @Test
    public void largeMailShouldLeaveAsSlicesOfTheInputWhateverItsLines() {
        SmtpServerLimits limits =
                new SmtpServerLimits(2048, 200 * MEBIBYTE, 1000, 100, 3, Long.MAX_VALUE, TimeUnit.MINUTES.toNanos(10));
        SmtpServerEngine engine = new SmtpServerEngine(limits, EngineSubject.GREETINGS, false, () -> false);
        feed(engine, octets("EHLO c\r\nMAIL FROM:<> SIZE=209715200\r\nRCPT TO:<a@b>\r\nDATA\r\n"));
        byte[] oneLine = new byte[(int) MEBIBYTE];
        Arrays.fill(oneLine, (byte) 'x');
        long octets = 0;
        for (int i = 0; i < 200; i++) {
            engine.receive(ByteBuffer.wrap(oneLine));
            SmtpAction action = engine.next();
            while (!(action instanceof SmtpAction.NeedInput)) {
                if (action instanceof SmtpAction.BodyChunk chunk) {
                    assertThat(chunk.octets().array()).isSameAs(oneLine);
                    octets += chunk.octets().remaining();
                }
                action = engine.next();
            }
            engine.keep();
        }
        assertThat(octets).isEqualTo(200 * MEBIBYTE);
        engine.receive(octets("\r\n.\r\n"));
        // Its last CRLF is two octets too many.
        assertThat(engine.next()).isSameAs(SmtpAction.DISCARD);
    }

    @Test
    public void largeChunkShouldLeaveAsSlicesOfTheInput() {
        SmtpServerLimits limits =
                new SmtpServerLimits(2048, 200 * MEBIBYTE, 1000, 100, 3, Long.MAX_VALUE, TimeUnit.MINUTES.toNanos(10));
        SmtpServerEngine engine = new SmtpServerEngine(limits, EngineSubject.GREETINGS, false, () -> false);
        feed(engine, octets("EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<a@b>\r\nBDAT 209715200 LAST\r\n"));
        byte[] piece = new byte[(int) MEBIBYTE];
        long octets = 0;
        SmtpAction action = SmtpAction.NEED_INPUT;
        for (int i = 0; i < 200; i++) {
            assertThat(action).isSameAs(SmtpAction.NEED_INPUT);
            engine.receive(ByteBuffer.wrap(piece));
            action = engine.next();
            while (action instanceof SmtpAction.BodyChunk chunk) {
                assertThat(chunk.octets().array()).isSameAs(piece);
                octets += chunk.octets().remaining();
                action = engine.next();
            }
            engine.keep();
        }
        assertThat(octets).isEqualTo(200 * MEBIBYTE);
        assertThat(action).isInstanceOf(SmtpAction.Commit.class);
    }

    @Test
    public void mailShouldBeRefusedAtItsEndWhenItIsInALoop() {
        SmtpServerLimits limits = new SmtpServerLimits(2048, 10_000, 1000, 100, 3, 1, 1);
        String hundred = "Received: from a\r\n\tby b\r\n".repeat(100);
        String kept = hundred + "\r\nReceived: not a header\r\n";
        String looping = hundred + "Subject: x\r\nreceived: once too often\r\n\r\n";
        String begin = "MAIL FROM:<>\r\nRCPT TO:<a@b>\r\n";
        String session = "EHLO c\r\n"
                + begin + "DATA\r\n" + kept + ".\r\n"
                + begin + "DATA\r\n" + looping + ".\r\n"
                + begin + "BDAT 9\r\n" + kept.substring(0, 9) + "BDAT " + (kept.length() - 9) + " LAST\r\n"
                + kept.substring(9)
                + begin + "BDAT 9\r\n" + looping.substring(0, 9) + "BDAT " + (looping.length() - 9) + " LAST\r\n"
                + looping.substring(9);
        for (int piece : new int[] {session.length(), 1000, 7, 1}) {
            EngineSubject subject = new EngineSubject(limits, true);
            for (int at = 0; at < session.length(); at += piece) {
                subject.send(octets(session.substring(at, Math.min(session.length(), at + piece))));
            }
            assertThat(outcomes(subject))
                    .as("%d octets each", piece)
                    .containsExactly("250 2", "554 5", "250 2", "554 5");
            assertThat(subject.kept()).as("%d octets each", piece).containsExactly(kept, kept);
        }
    }

    /** The replies to complete mails: any that is none of the usual ones on the way there. */
    private static List<String> outcomes(EngineSubject subject) {
        List<String> outcomes = new ArrayList<>();
        for (String line = subject.readLine(); line != null; line = subject.readLine()) {
            if (line.equals("250 2.0.0 kept") || line.startsWith("554 5.4.6 ")) {
                outcomes.add(line.substring(0, 5));
            }
        }
        return outcomes;
    }

    @Test
    public void answerShouldBeABugWhenNothingWasAsked() {
        SmtpServerEngine engine =
                new SmtpServerEngine(EngineSubject.LIMITS, EngineSubject.GREETINGS, true, () -> false);
        assertThatThrownBy(() -> engine.answer(SmtpReplies.SENDER_OK)).isInstanceOf(IllegalStateException.class);
    }

    private static void feed(SmtpServerEngine engine, ByteBuffer octets) {
        engine.receive(octets);
        SmtpAction action = engine.next();
        while (!(action instanceof SmtpAction.NeedInput)) {
            if (action instanceof SmtpAction.Sender) {
                engine.answer(SmtpReplies.SENDER_OK);
            } else if (action instanceof SmtpAction.Recipient) {
                engine.answer(SmtpReplies.RECIPIENT_OK);
            } else if (action instanceof SmtpAction.Data) {
                engine.answer(SmtpReplies.START_INPUT);
            }
            action = engine.next();
        }
        engine.keep();
    }

    private static ByteBuffer octets(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }
}
