package org.letterlock.protocol.pop3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.Test;

public class Pop3ServerEngineTest {

    private static final String[] WORDS = {
        "USER mbx",
        "PASS secret word",
        "PASS x",
        "AUTH PLAIN",
        "AG1ieABzZWNyZXQgd29yZA==",
        "*",
        "STAT",
        "LIST",
        "UIDL 1",
        "RETR 1",
        "RETR 3",
        "TOP 2 1",
        "DELE 1",
        "RSET",
        "QUIT",
        "CAPA",
        "STLS",
        "\r\n",
        "\r",
        "\n",
        " ",
        "\0",
        "."
    };

    @Test
    public void octetsShouldNeverMakeItThrowWhenTheyAreRandom() {
        long seed = Long.getLong("letterlock.seed", new Random().nextLong());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int session = 0; session < 2_000; session++) {
            EngineSubject subject = new EngineSubject(random.nextBoolean(), random.nextBoolean());
            for (int i = 0; i < 30; i++) {
                subject.send(ByteBuffer.wrap(random.nextInt(3) == 0 ? octets(random) : words(random)));
            }
        }
    }

    private static byte[] octets(Random random) {
        byte[] octets = new byte[random.nextInt(40)];
        random.nextBytes(octets);
        return octets;
    }

    private static byte[] words(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(random.nextInt(4) == 0 ? "" : "\r\n");
        }
        return text.toString().getBytes(ISO_8859_1);
    }

    @Test
    public void capabilitiesShouldNotHoldStlsWhenThereIsNoCertificate() {
        EngineSubject subject = new EngineSubject(false, false);
        assertThat(subject.readLine()).startsWith("+OK");
        subject.send(ByteBuffer.wrap("CAPA\r\nSTLS\r\n".getBytes(ISO_8859_1)));
        String line = "";
        while (!line.equals(".")) {
            line = String.valueOf(subject.readLine());
            assertThat(line)
                    .isNotEqualTo("STLS")
                    .isNotEqualTo("USER")
                    .doesNotStartWith("SASL")
                    .doesNotStartWith("UTF8");
        }
        assertThat(subject.readLine()).isEqualTo("-ERR TLS is not available now");
    }

    @Test
    public void listingShouldComeInBoundedPiecesWhenTheMaildropIsLarge() {
        int mails = 100_000;
        Pop3ServerEngine engine = loggedIn(mails);
        engine.receive(ByteBuffer.wrap("UIDL\r\nNOOP\r\n".getBytes(ISO_8859_1)));

        StringBuilder listing = new StringBuilder();
        Pop3Action action = engine.next();
        while (action instanceof Pop3Action.Write write) {
            assertThat(write.octets().remaining()).isLessThan(17 * 1024);
            listing.append(ISO_8859_1.decode(write.octets()));
            action = engine.next();
        }

        assertThat(action).isInstanceOf(Pop3Action.NeedInput.class);
        StringBuilder expected = new StringBuilder("+OK " + mails + " messages\r\n");
        for (int i = 0; i < mails; i++) {
            expected.append(i + 1).append(" id").append(i).append("\r\n");
        }
        assertThat(listing.toString().equals(expected + ".\r\n+OK\r\n")).isTrue();
    }

    @Test
    public void listingShouldEndBeforeTheSessionWhenItIsShutDown() {
        Pop3ServerEngine engine = loggedIn(10_000);
        engine.receive(ByteBuffer.wrap("LIST\r\nNOOP\r\n".getBytes(ISO_8859_1)));
        assertThat(engine.next()).isInstanceOf(Pop3Action.Write.class);
        engine.shutdown();

        StringBuilder rest = new StringBuilder();
        Pop3Action action = engine.next();
        while (action instanceof Pop3Action.Write write) {
            rest.append(ISO_8859_1.decode(write.octets()));
            action = engine.next();
        }

        assertThat(rest.toString())
                .endsWith("10000 7\r\n.\r\n-ERR [SYS/TEMP] The service is restarting, try again later\r\n");
        assertThat(action).isEqualTo(new Pop3Action.Close(Pop3Action.CloseReason.SHUTDOWN));
    }

    @Test
    public void answerShouldBeRefusedWhenItWasNotAskedFor() {
        Pop3ServerEngine engine = loggedIn(1);
        assertThatThrownBy(engine::retrieved).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(engine::tlsEstablished).isInstanceOf(IllegalStateException.class);
        engine.receive(ByteBuffer.wrap("RETR 1\r\n".getBytes(ISO_8859_1)));
        assertThat(engine.next()).isInstanceOf(Pop3Action.Retrieve.class);
        assertThat(engine.next()).isInstanceOf(Pop3Action.NeedAnswer.class);
        assertThatThrownBy(engine::updated).isInstanceOf(IllegalStateException.class);
    }

    @Test
    public void loginShouldShowNeitherNameNorPasswordWhenItIsPrinted() {
        assertThat(new Pop3Action.Login("PLAIN", "anna", "geheim".toCharArray()).toString())
                .doesNotContain("anna")
                .doesNotContain("geheim");
    }

    private static Pop3ServerEngine loggedIn(int mails) {
        Pop3ServerEngine engine = new Pop3ServerEngine(new Pop3ServerSettings("h", 3, 10), true, () -> false);
        engine.receive(ByteBuffer.wrap("USER u\r\nPASS p\r\n".getBytes(ISO_8859_1)));
        Pop3Action action = engine.next();
        while (action instanceof Pop3Action.Write) {
            action = engine.next();
        }
        assertThat(action).isInstanceOf(Pop3Action.Login.class);
        engine.loggedIn(new MailList() {
            @Override
            public int size() {
                return mails;
            }

            @Override
            public long octets(int index) {
                return 7;
            }

            @Override
            public String uidl(int index) {
                return "id" + index;
            }
        });
        assertThat(engine.next()).isInstanceOf(Pop3Action.Write.class);
        return engine;
    }
}
