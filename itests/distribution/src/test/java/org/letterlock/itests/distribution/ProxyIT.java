package org.letterlock.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.itests.distribution.Secrets.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.letterlock.itests.client.MailProgram;
import org.letterlock.itests.client.TlsLines;

/** Mails that pass through a gateway, to GreenMail and from it by implicit TLS, and to and from servers that upgrade to TLS. */
public class ProxyIT {

    private static final String PASSWORD = "un5een-by-anybody";
    private static final List<String> MAIL = List.of(
            "From: a@example.org",
            "To: anna@remote.test",
            "Subject: through",
            "",
            "Hello",
            ".one dot",
            "..two",
            "",
            ".",
            "end");

    @ClassRule
    public static final Gateway GATEWAY = new Gateway();

    @Rule
    public final GatewayLog log = new GatewayLog(GATEWAY);

    private static GreenMail remote;
    private static RemoteCertificate certificate;
    private static JsonNode mailbox;

    @BeforeClass
    public static void start() throws IOException {
        certificate = new RemoteCertificate(GATEWAY.home());
        System.setProperty("greenmail.tls.keystore.file", certificate.store().toString());
        System.setProperty("greenmail.tls.keystore.password", RemoteCertificate.PASSWORD);
        remote = new GreenMail(new ServerSetup[] {
            new ServerSetup(0, "localhost", ServerSetup.PROTOCOL_SMTPS),
            new ServerSetup(0, "localhost", ServerSetup.PROTOCOL_POP3S)
        });
        remote.start();
        // The distribution lets nobody attach.
        GATEWAY.environment("EXTRA_JAVA_OPTS", "-XX:-DisableAttachMechanism");
        GATEWAY.environment("LETTERLOCK_UPSTREAM_CA", certificate.authority().toString());
        GATEWAY.environment("LETTERLOCK_UPSTREAM_ALLOW", "localhost");
        Gateway.Result started = GATEWAY.command("start");
        assertThat(started.status()).as(started.err()).isZero();
        mailbox =
                GATEWAY.command("mailbox:create", "--name", "Proxied", "--json").json();
    }

    @AfterClass
    public static void stop() {
        remote.stop();
    }

    @Test
    public void mailShouldReachTheServerAndTheMailbox() throws Exception {
        remote.setUser("anna@remote.test", "anna", PASSWORD);

        send(remote.getSmtps().getPort(), PASSWORD);

        assertThat(Stream.of(remote.getReceivedMessages())
                        .map(GreenMailUtil::getWholeMessage)
                        .map(whole -> lines(whole)))
                .hasSize(2)
                .allSatisfy(lines -> assertThat(lines).endsWith(MAIL.toArray(new String[0])))
                .noneSatisfy(lines -> assertThat(lines).anyMatch(line -> line.contains("hidden")));
        List<String> copy = onlyCopy();
        assertThat(copy)
                .startsWith(
                        "Return-Path: <a@example.org>",
                        "X-Envelope-To: <anna@remote.test>",
                        "X-Envelope-To: <hidden@remote.test>",
                        "X-Letterlock-Capture: smtp-proxy; server=localhost; user=anna")
                .endsWith(MAIL.toArray(new String[0]));
        remote.purgeEmailFromAllMailboxes();
    }

    @Test
    public void mailShouldBeFetchedAndKept() throws Exception {
        GreenMailUser ben = remote.setUser("ben@remote.test", "ben", PASSWORD);
        String text = String.join("\r\n", MAIL) + "\r\n";
        ben.deliver(new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII))));

        List<List<String>> fetched =
                GATEWAY.mailProgram().pickUp(name("ben", remote.getPop3s().getPort()), PASSWORD);

        assertThat(fetched).hasSize(1);
        assertThat(fetched.get(0)).endsWith(MAIL.toArray(new String[0]));
        List<String> copy = onlyCopy();
        assertThat(copy.get(0)).isEqualTo("X-Letterlock-Capture: pop3-proxy; server=localhost; user=ben");
        assertThat(copy.get(1)).startsWith("Received: ");
        assertThat(copy).endsWith(fetched.get(0).toArray(new String[0]));
        assertThat(GATEWAY.mailProgram().pickUp(name("ben", remote.getPop3s().getPort()), PASSWORD))
                .isEmpty();
    }

    @Test
    public void mailShouldReachAServerThatUpgradesToTls() throws Exception {
        try (UpgradingServer server = new UpgradingServer(certificate.context(), "220 remote.test", SmtpScript::new)) {
            send(server.port(), PASSWORD);

            assertThat(server.inClear()).noneMatch(line -> line.contains("AUTH"));
            assertThat(server.underTls()).contains("AUTH PLAIN " + plain("anna", PASSWORD));
            List<String> heard = server.underTls();
            assertThat(heard.subList(heard.indexOf("DATA") + 1, heard.lastIndexOf(".")))
                    .isEqualTo(MAIL.stream()
                            .map(line -> line.startsWith(".") ? "." + line : line)
                            .toList());
        }
        assertThat(onlyCopy()).endsWith(MAIL.toArray(new String[0]));
    }

    @Test
    public void mailShouldBeFetchedFromAServerThatUpgradesToTls() throws Exception {
        try (UpgradingServer server =
                new UpgradingServer(certificate.context(), "+OK ready", () -> ProxyIT::sayAsPop3Server)) {
            List<List<String>> fetched = GATEWAY.mailProgram().pickUp(name("anna", server.port()), PASSWORD);

            assertThat(fetched).containsExactly(MAIL);
            assertThat(server.inClear()).noneMatch(line -> line.contains("PASS") || line.contains("AUTH"));
            assertThat(server.underTls()).contains("DELE 1");
        }
        assertThat(onlyCopy()).endsWith(MAIL.toArray(new String[0]));
    }

    @Test
    public void passwordsShouldNotBeLogged() throws Exception {
        remote.setUser("anna@remote.test", "anna", PASSWORD);
        String wrong = "wr0ng-by-anybody";
        send(remote.getSmtps().getPort(), PASSWORD);
        GATEWAY.mailProgram().pickUp(name("anna", remote.getPop3s().getPort()), PASSWORD);
        try (TlsLines smtp = GATEWAY.mailProgram().smtp()) {
            smtp.expect("220 ", "");
            smtp.expect("250 ", "EHLO client.test");
            smtp.expect(
                    "535 ", "AUTH PLAIN " + plain(name("anna", remote.getSmtps().getPort()), wrong));
        }
        try (TlsLines pop3 = GATEWAY.mailProgram().pop3()) {
            pop3.expect("+OK", "");
            pop3.expect("+OK", "USER " + name("anna", remote.getPop3s().getPort()));
            pop3.expect("-ERR", "PASS " + wrong);
        }

        try (Stream<Path> files = Files.list(GATEWAY.home().resolve("data/log"))) {
            assertThat(files)
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Secrets.count(file, forms(PASSWORD, wrong)))
                            .as(file.toString())
                            .isZero());
        }
        GATEWAY.mailProgram()
                .pickUp(mailbox.get("id").asText(), mailbox.get("password").asText());
        remote.purgeEmailFromAllMailboxes();
    }

    /** Open sessions are the hard case: what ended ones had is garbage, and gone with the next collection. */
    @Test
    public void passwordsShouldNotStayInMemory() throws Exception {
        remote.setUser("anna@remote.test", "anna", PASSWORD);
        try (TlsLines smtp = loggedIn(remote.getSmtps().getPort(), PASSWORD);
                TlsLines pop3 = GATEWAY.mailProgram().pop3()) {
            pop3.expect("+OK", "");
            pop3.expect("+OK", "USER " + name("anna", remote.getPop3s().getPort()));
            pop3.expect("+OK", "PASS " + PASSWORD);

            Path heap = GATEWAY.heapDump();

            assertThat(Secrets.count(heap, List.of(mailbox.get("id").asText()))).isPositive();
            assertThat(Secrets.count(heap, forms(PASSWORD))).isZero();
            smtp.expect("221 ", "QUIT");
            pop3.expect("+OK", "QUIT");
        }
    }

    private static List<String> forms(String... passwords) throws IOException {
        int smtps = remote.getSmtps().getPort();
        return Stream.of(passwords)
                .flatMap(password -> Stream.of(password, plain("anna", password), plain(name("anna", smtps), password)))
                .toList();
    }

    private static TlsLines loggedIn(int port, String password) throws Exception {
        TlsLines smtp = GATEWAY.mailProgram().smtp();
        smtp.expect("220 ", "");
        smtp.expect("250 ", "EHLO client.test");
        smtp.expect("235 ", "AUTH PLAIN " + plain(name("anna", port), password));
        return smtp;
    }

    private static void send(int port, String password) throws Exception {
        try (TlsLines smtp = loggedIn(port, password)) {
            smtp.expect("250 ", "MAIL FROM:<" + MailProgram.SENDER + ">");
            smtp.expect("250 ", "RCPT TO:<anna@remote.test>");
            smtp.expect("250 ", "RCPT TO:<hidden@remote.test>");
            smtp.expect("354 ", "DATA");
            smtp.expect(
                    "250 ",
                    String.join(
                                    "\r\n",
                                    MAIL.stream()
                                            .map(line -> line.startsWith(".") ? "." + line : line)
                                            .toList())
                            + "\r\n.");
            smtp.expect("221 ", "QUIT");
        }
    }

    private static String name(String user, int port) {
        return user + "%localhost:" + port + "%" + mailbox.get("id").asText();
    }

    private static List<String> onlyCopy() throws Exception {
        List<List<String>> copies = GATEWAY.mailProgram()
                .pickUp(mailbox.get("id").asText(), mailbox.get("password").asText());
        assertThat(copies).hasSize(1);
        return copies.get(0);
    }

    private static List<String> lines(String text) {
        return Arrays.asList(text.split("\r\n", -1));
    }

    /** Takes any login and any mail. */
    private static final class SmtpScript implements Function<String, String> {

        private boolean inMail;

        @Override
        public String apply(String line) {
            if (inMail) {
                inMail = !line.equals(".");
                return inMail ? "" : "250 taken";
            }
            inMail = line.equals("DATA");
            return switch (line.split(" ", 2)[0]) {
                case "EHLO" -> "250-remote.test\r\n250-STARTTLS\r\n250 AUTH PLAIN";
                case "STARTTLS" -> "220 go on";
                case "AUTH" -> "235 welcome";
                case "DATA" -> "354 go on";
                case "QUIT" -> "221 bye";
                default -> "250 fine";
            };
        }
    }

    /** Takes any login, and has one mail. */
    private static String sayAsPop3Server(String line) {
        String mail = String.join(
                "\r\n",
                MAIL.stream().map(one -> one.startsWith(".") ? "." + one : one).toList());
        int octets = String.join("\r\n", MAIL).length() + 2;
        return switch (line.split(" ", 2)[0]) {
            case "CAPA" -> "+OK\r\nSTLS\r\nUSER\r\nUIDL\r\n.";
            case "STAT" -> "+OK 1 " + octets;
            case "LIST" -> line.equals("LIST") ? "+OK\r\n1 " + octets + "\r\n." : "+OK 1 " + octets;
            case "UIDL" -> line.equals("UIDL") ? "+OK\r\n1 one\r\n." : "+OK 1 one";
            case "RETR" -> "+OK\r\n" + mail + "\r\n.";
            default -> "+OK";
        };
    }
}
