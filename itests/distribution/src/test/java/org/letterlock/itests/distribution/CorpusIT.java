package org.letterlock.itests.distribution;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.letterlock.itests.client.OctetMaildrop;
import org.letterlock.itests.client.OctetSender;
import org.letterlock.itests.client.OctetSender.Chunking;

/** What comes out is what went in, octet for octet, and it does not matter whether it came by DATA or by BDAT. */
public class CorpusIT {

    @ClassRule
    public static final Gateway GATEWAY = new Gateway();

    @Rule
    public final GatewayLog log = new GatewayLog(GATEWAY);

    private static final int SEED = 20_261_124;

    /** Largest mail that is cut into single octets. */
    private static final int TINY = 64;

    /** Chunks of BDAT; the mails take turns. */
    private static final List<Chunking> CHUNKINGS = List.of(
            new Chunking(Integer.MAX_VALUE, false, false),
            new Chunking(Integer.MAX_VALUE, true, true),
            new Chunking(1_000, false, true),
            new Chunking(4_095, true, false),
            new Chunking(16_384, true, true),
            new Chunking(65_524, false, false),
            new Chunking(65_537, false, true));

    private static final List<Chunking> TINY_CHUNKINGS = List.of(
            new Chunking(1, true, true),
            new Chunking(1, false, false),
            new Chunking(2, true, false),
            new Chunking(3, false, true),
            new Chunking(TINY, true, true));

    /** A chunk of the sealed literal, a mail's first sealed chunk, a sealed chunk, two of them, a mail in a file of its own. */
    private static final List<Integer> BORDERS = List.of(16_384, 65_524, 65_536, 131_072, 1 << 20);

    private static final int NEAR = 4;

    private String id = "";
    private String address = "";
    private String password = "";
    private Path keyFile = Path.of("");

    @BeforeClass
    public static void start() throws IOException {
        // A port where clients may log in for the proxy does not offer BDAT, which their servers may not have.
        Path listener = GATEWAY.home().resolve("etc/org.letterlock.transport.mina.listener-smtps.cfg");
        Files.writeString(listener, Files.readString(listener).replace("proxy = true", "proxy = false"));
        Gateway.Result start = GATEWAY.command("start");
        assertThat(start.status()).as(start.err()).isZero();
    }

    @Before
    public void createMailbox() throws IOException {
        Set<Path> others = keyFiles();
        JsonNode mailbox =
                GATEWAY.command("mailbox:create", "--name", "Corpus", "--json").json();
        id = mailbox.get("id").asText();
        address = mailbox.get("address").asText();
        password = mailbox.get("password").asText();
        Set<Path> own = keyFiles();
        own.removeAll(others);
        assertThat(own).hasSize(1);
        keyFile = own.iterator().next();
    }

    @Test
    public void oddMailsShouldComeOutAsTheyWentIn() throws Exception {
        Map<String, byte[]> mails = new LinkedHashMap<>(OddMails.shapes());
        mails.putAll(OddMails.structures());
        bothWaysShouldGiveTheSame("a@example.org", mails);
    }

    @Test
    public void everyCombinationOfLineEndsAndDotsShouldComeOutAsItWentIn() throws Exception {
        bothWaysShouldGiveTheSame("a@example.org", OddMails.combinations());
    }

    @Test
    public void journalReportsShouldComeOutAsTheyWentIn() throws Exception {
        bothWaysShouldGiveTheSame("", JournalReports.all());
    }

    /** Sizes with and without the trace headers, because they are sealed in front of the mail. */
    @Test
    public void mailsOfSizesNearBordersShouldComeOutAsTheyWentIn() throws Exception {
        byte[] probe = {};
        int trace;
        try (OctetSender sender = GATEWAY.mailProgram().octetSender()) {
            sender.data("a@example.org", address, probe, new Random(SEED));
        }
        try (OctetMaildrop maildrop = GATEWAY.mailProgram().octetMaildrop(id, password)) {
            trace = maildrop.retrieve(1).length;
        }
        createMailbox();
        Map<String, byte[]> mails = new LinkedHashMap<>();
        for (int border : BORDERS) {
            for (int near = -NEAR; near <= NEAR; near++) {
                mails.put(border + near + " octets", OddMails.ofSize(border + near));
                mails.put(border + near + " octets with trace", OddMails.ofSize(border + near - trace));
            }
        }
        for (int megabytes : new int[] {2, 5, 9}) {
            mails.put(megabytes + " MB", OddMails.ofSize(megabytes * 1_000_000));
        }
        bothWaysShouldGiveTheSame("a@example.org", mails);
    }

    /** POP3 ends each mail with CRLF; what is stored shows whether the mail had one. */
    @Test
    public void mailWithoutFinalLineEndShouldBeStoredWithoutIt() throws Exception {
        List<byte[]> mails = Stream.of("", "x", "x\r", "x\n", "x\r\n", "x\n.\n", ".", ".\r\n", "x\r\n.\r\n")
                .map(mail -> mail.getBytes(ISO_8859_1))
                .toList();
        List<byte[]> expected = new ArrayList<>();
        try (OctetSender sender = GATEWAY.mailProgram().octetSender()) {
            for (byte[] mail : mails) {
                sender.data("a@example.org", address, mail, new Random(SEED));
                expected.add(OctetSender.lines(mail));
                sender.bdat("a@example.org", address, mail, TINY_CHUNKINGS.get(0));
                expected.add(mail);
            }
        }

        byte[] key = Files.readAllBytes(keyFile);
        List<byte[]> sealed = sealedMails();
        Set<String> traces = new HashSet<>();
        assertThat(sealed).hasSameSizeAs(expected);
        for (int mail = 0; mail < sealed.size(); mail++) {
            traces.add(traceOf("mail " + mail, SealedMail.open(sealed.get(mail), key, password), expected.get(mail)));
        }
        assertThat(traces).hasSize(1);
    }

    /** Sends each mail by DATA and by BDAT, and picks all of them up. */
    private void bothWaysShouldGiveTheSame(String from, Map<String, byte[]> mails) throws Exception {
        Random random = new Random(SEED);
        int turn = 0;
        try (OctetSender sender = GATEWAY.mailProgram().octetSender()) {
            for (byte[] mail : mails.values()) {
                sender.data(from, address, mail, random);
                List<Chunking> chunkings = mail.length <= TINY ? TINY_CHUNKINGS : CHUNKINGS;
                sender.bdat(from, address, mail, chunkings.get(turn++ % chunkings.size()));
            }
        }

        Set<String> traces = new HashSet<>();
        try (OctetMaildrop maildrop = GATEWAY.mailProgram().octetMaildrop(id, password)) {
            List<Integer> sizes = maildrop.sizes();
            assertThat(sizes).hasSize(2 * mails.size());
            int number = 0;
            for (Map.Entry<String, byte[]> mail : mails.entrySet()) {
                for (String way : List.of(" by DATA", " by BDAT")) {
                    byte[] taken = maildrop.retrieve(++number);
                    assertThat(sizes.get(number - 1)).as(mail.getKey() + way).isEqualTo(taken.length);
                    traces.add(traceOf(mail.getKey() + way, taken, OctetSender.lines(mail.getValue())));
                }
            }
        }
        assertThat(traces).as("trace headers, which tell nothing of the way").hasSize(1);
        assertThat(traces.iterator().next()).startsWith("Return-Path: <" + from + ">\r\n");
    }

    /** The trace headers of a mail, which must be all that was added; id and time are masked. */
    private static String traceOf(String name, byte[] mail, byte[] expected) {
        int trace = mail.length - expected.length;
        assertThat(trace).as(name + ": octets added").isPositive();
        assertThat(Arrays.mismatch(mail, trace, mail.length, expected, 0, expected.length))
                .as(name + ": first octet that differs")
                .isEqualTo(-1);
        return new String(mail, 0, trace, ISO_8859_1)
                .replaceFirst("\tid [0-9a-f-]{36}\r\n", "\tid ID\r\n")
                .replaceFirst("\t[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} \\+0000\r\n$", "\tTIME\r\n");
    }

    private static Set<Path> keyFiles() throws IOException {
        try (Stream<Path> files = Files.list(GATEWAY.data().resolve("keys"))) {
            return files.filter(file -> file.toString().endsWith(".key")).collect(toSet());
        }
    }

    private List<byte[]> sealedMails() throws IOException {
        List<byte[]> mails = new ArrayList<>();
        try (Stream<Path> files = Files.list(GATEWAY.data().resolve("store/segments"))) {
            for (Path segment : files.sorted().toList()) {
                mails.addAll(SegmentFile.mailsOf(Files.readAllBytes(segment), id));
            }
        }
        return mails;
    }
}
