package org.letterlock.protocol.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.Before;
import org.junit.Test;
import org.letterlock.testkit.dialogue.DialogueScript;
import org.letterlock.testkit.dialogue.DialogueScript.Step;

/** Random input: nothing may throw, hang, depend on how octets arrive, or deliver other than what was sent. */
public class SmtpFuzzTest {

    private static final String BEGIN = "EHLO c.example\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.example>\r\nDATA\r\n";

    /** What matters to the search for the end of data, and something that does not. */
    private static final String ALPHABET = "\r\n.\r\n.\r\n.\0x";

    private final long seed = Long.getLong("letterlock.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Before
    public void printSeed() {
        System.out.println("letterlock.seed=" + seed);
    }

    @Test(timeout = 60_000)
    public void bodyShouldBeWhatTheReferenceFindsWhenItIsRandom() {
        for (int i = 0; i < 20_000; i++) {
            String data = randomText(random.nextInt(60), ALPHABET) + "\r\n.\r\n";
            EngineSubject subject = new EngineSubject();
            send(subject, BEGIN + data);
            assertThat(subject.kept().peek()).as("seed %d: %s", seed, data).isEqualTo(reference(data));
        }
    }

    @Test(timeout = 60_000)
    public void mailInChunksShouldBeTheSameAsByData() {
        for (int i = 0; i < 5_000; i++) {
            String mail = randomText(random.nextInt(60), ALPHABET) + "\r\n";
            StringBuilder chunks = new StringBuilder(BEGIN.replace("DATA\r\n", ""));
            int at = 0;
            while (at < mail.length()) {
                int end = Math.min(mail.length(), at + random.nextInt(12));
                chunks.append("BDAT ").append(end - at).append("\r\n").append(mail, at, end);
                at = end;
            }
            EngineSubject byChunks = new EngineSubject();
            send(byChunks, chunks + "BDAT 0 LAST\r\n");
            EngineSubject byData = new EngineSubject();
            send(byData, BEGIN + ("\r\n" + mail).replace("\r\n.", "\r\n..").substring(2) + ".\r\n");
            assertThat(byChunks.kept()).as("seed %d: %s", seed, mail).containsExactly(mail);
            assertThat(byData.kept()).as("seed %d: %s", seed, mail).containsExactly(mail);
        }
    }

    @Test(timeout = 60_000)
    public void octetsShouldNotMatterWhenTheyAreRandom() {
        for (int i = 0; i < 2_000; i++) {
            byte[] octets = new byte[random.nextInt(2_000)];
            random.nextBytes(octets);
            assertThatDeliveryDoesNotMatter(new String(octets, ISO_8859_1));
        }
    }

    @Test(timeout = 60_000)
    public void mutatedDialogueShouldBeAnsweredTheSameHoweverItArrives() {
        List<String> dialogues = DialogueScript.all(SmtpDialogueTest.class, "dialogues").stream()
                .map(SmtpFuzzTest::clientSide)
                .filter(text -> !text.toUpperCase(Locale.ROOT).contains("STARTTLS"))
                .toList();
        for (int i = 0; i < 5_000; i++) {
            assertThatDeliveryDoesNotMatter(mutate(dialogues.get(random.nextInt(dialogues.size()))));
        }
    }

    private void assertThatDeliveryDoesNotMatter(String text) {
        EngineSubject whole = new EngineSubject();
        whole.send(octets(text));
        EngineSubject split = new EngineSubject();
        send(split, text);
        assertThat(conversation(split)).as("seed %d", seed).isEqualTo(conversation(whole));
        assertThat(split.isClosed()).as("seed %d", seed).isEqualTo(whole.isClosed());
        assertThat(List.copyOf(split.kept())).as("seed %d", seed).isEqualTo(List.copyOf(whole.kept()));
    }

    /** The mail of RFC 5321, section 4.5.2, found by replacing texts. */
    private static String reference(String data) {
        String behindCommand = "\r\n" + data;
        String mail = behindCommand.substring(0, behindCommand.indexOf("\r\n.\r\n") + 2);
        return mail.replace("\r\n.", "\r\n").substring(2);
    }

    private void send(EngineSubject subject, String text) {
        int at = 0;
        while (at < text.length()) {
            int end = Math.min(text.length(), at + 1 + random.nextInt(12));
            subject.send(octets(text.substring(at, end)));
            at = end;
        }
    }

    private String mutate(String text) {
        StringBuilder mutated = new StringBuilder(text);
        for (int i = random.nextInt(4); i >= 0 && !mutated.isEmpty(); i--) {
            int at = random.nextInt(mutated.length());
            int end = Math.min(mutated.length(), at + 1 + random.nextInt(8));
            switch (random.nextInt(4)) {
                case 0 -> mutated.delete(at, end);
                case 1 -> mutated.insert(at, mutated.substring(at, end));
                case 2 -> mutated.insert(at, randomText(3, ALPHABET));
                default -> mutated.setCharAt(at, (char) random.nextInt(256));
            }
        }
        return mutated.toString();
    }

    private String randomText(int length, String alphabet) {
        return random.ints(length, 0, alphabet.length())
                .mapToObj(i -> alphabet.substring(i, i + 1))
                .collect(Collectors.joining());
    }

    private static String clientSide(DialogueScript script) {
        return script.steps().stream()
                .filter(Step.Client.class::isInstance)
                .map(step -> ((Step.Client) step).text())
                .collect(Collectors.joining());
    }

    private static String conversation(EngineSubject subject) {
        StringBuilder lines = new StringBuilder();
        for (String line = subject.readLine(); line != null; line = subject.readLine()) {
            lines.append(line).append('\n');
        }
        return lines.toString();
    }

    private static ByteBuffer octets(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }
}
