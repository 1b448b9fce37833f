package org.letterlock.alarms.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Mails to GreenMail, over implicit TLS with a certificate of the test's own. */
public class MailTest {

    private static final String STORE_PASSWORD = "of-the-key-store";
    private static final Message MESSAGE = new Message(
            Message.Event.CLEARED,
            new Alarm(
                    "k",
                    "no-mail",
                    "warning",
                    "mbx-1",
                    "mailbox Einkauf S\u00fcd got no mail",
                    "2026-01-31T09:15:02Z",
                    "2026-02-01T09:15:02Z"));

    @ClassRule
    public static final TemporaryFolder TEMP = new TemporaryFolder();

    private static Path authority;
    private GreenMail server;

    /** GreenMail reads it once in a process. */
    @BeforeClass
    public static void makeCertificate() throws Exception {
        Path store = TEMP.getRoot().toPath().resolve("server.p12");
        authority = TEMP.getRoot().toPath().resolve("server.pem");
        keytool(store, "-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost");
        keytool(store, "-exportcert", "-rfc", "-file", authority.toString());
        System.setProperty("greenmail.tls.keystore.file", store.toString());
        System.setProperty("greenmail.tls.keystore.password", STORE_PASSWORD);
    }

    @Before
    public void start() {
        server = server(ServerSetup.PROTOCOL_SMTPS);
        server.start();
        server.setUser("alarms@example.org", "alarms", "s3cret");
    }

    @After
    public void stop() {
        server.stop();
    }

    @AfterClass
    public static void forgetCertificate() {
        System.clearProperty("greenmail.tls.keystore.file");
        System.clearProperty("greenmail.tls.keystore.password");
    }

    private static GreenMail server(String protocol) {
        ServerSetup setup = new ServerSetup(0, "127.0.0.1", protocol);
        setup.setServerStartupTimeout(60_000);
        return new GreenMail(setup);
    }

    @Test
    public void mailShouldSayWhatIsWrongWithWhat() throws Exception {
        mail("localhost", "s3cret", Settings.MailTls.IMPLICIT, authority).send(MESSAGE);
        MimeMessage[] mails = server.getReceivedMessages();
        assertThat(mails).hasSize(2);
        assertThat(mails[0].getSubject())
                .isEqualTo("[Letterlock gw.example] cleared: mailbox Einkauf S\u00fcd got no mail");
        assertThat(mails[0].getAllRecipients()).hasSize(2);
        assertThat(mails[0].getFrom()[0].toString()).isEqualTo("alarms@example.org");
        assertThat(mails[0].getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(mails[0].getContent().toString())
                .contains(
                        "mailbox Einkauf S\u00fcd got no mail",
                        "severity: warning",
                        "mailbox:  mbx-1",
                        "cleared:  2026-02-01T09:15:02Z");
        assertThat(GreenMailUtil.getWholeMessage(mails[0])).doesNotContain("s3cret");
    }

    @Test
    public void wrongPasswordShouldBeAFailureWithoutIt() {
        assertThatThrownBy(() -> mail("localhost", "wr0ng", Settings.MailTls.IMPLICIT, authority)
                        .send(MESSAGE))
                .isInstanceOf(IOException.class)
                .message()
                .contains("535")
                .doesNotContain("wr0ng");
    }

    @Test
    public void serverThatIsNotTrustedShouldGetNothing() {
        assertThatThrownBy(() -> mail("localhost", "s3cret", Settings.MailTls.IMPLICIT, null)
                        .send(MESSAGE))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> mail("127.0.0.1", "s3cret", Settings.MailTls.IMPLICIT, authority)
                        .send(MESSAGE))
                .isInstanceOf(IOException.class);
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    public void serverWithoutStarttlsShouldGetNothing() {
        GreenMail clear = server(ServerSetup.PROTOCOL_SMTP);
        clear.start();
        try {
            Settings.Smtp smtp = new Settings.Smtp(
                    "localhost",
                    clear.getSmtp().getPort(),
                    Settings.MailTls.STARTTLS,
                    "",
                    "",
                    "alarms@example.org",
                    List.of("anna@example.org"));
            assertThatThrownBy(() -> new Mail(smtp, "gw.example", Trust.of(authority)).send(MESSAGE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("STARTTLS");
            assertThat(clear.getReceivedMessages()).isEmpty();
        } finally {
            clear.stop();
        }
    }

    private Mail mail(String host, String password, Settings.MailTls tls, @Nullable Path trusted) {
        Settings.Smtp smtp = new Settings.Smtp(
                host,
                server.getSmtps().getPort(),
                tls,
                "alarms",
                password,
                "alarms@example.org",
                List.of("anna@example.org", "bert@example.org"));
        return new Mail(smtp, "gw.example", Trust.of(trusted));
    }

    private static void keytool(Path store, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        line.addAll(List.of(arguments));
        line.addAll(List.of("-alias", "server", "-keystore", store.toString(), "-storepass", STORE_PASSWORD));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException("keytool: " + said);
        }
    }
}
