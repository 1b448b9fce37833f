package org.letterlock.protocol.pop3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.Test;
import org.letterlock.protocol.pop3.Pop3ClientAction.Reason;
import org.letterlock.protocol.sasl.SaslCredentials;
import org.letterlock.protocol.sasl.SaslMechanism;

public class Pop3ClientLoginTest {

    private static final String GREETING = "+OK ready <1896@pop>\r\n";
    private static final String PLAIN_OFFERED = "+OK\r\nTOP\r\nSASL PLAIN LOGIN\r\nUIDL\r\n.\r\n";

    private Pop3ClientLogin login =
            new Pop3ClientLogin(true, password("s\u00e9cret"), "pop.example", 995, Duration.ofMinutes(1));
    private @Nullable Pop3ClientAction last;

    private static SaslCredentials password(String password) {
        return new SaslCredentials(SaslMechanism.LOGIN, "j\u00f6rg@example.org", password.toCharArray());
    }

    private static SaslCredentials token() {
        return new SaslCredentials(SaslMechanism.XOAUTH2, "u@example.org", "tok".toCharArray());
    }

    /** The server says so; what the client sends then. */
    private String server(String text) {
        for (byte octet : text.getBytes(UTF_8)) {
            login.receive(ByteBuffer.wrap(new byte[] {octet}));
        }
        return sent();
    }

    private String sent() {
        StringBuilder sent = new StringBuilder();
        while (true) {
            Pop3ClientAction action = login.next();
            if (action instanceof Pop3ClientAction.Send send) {
                sent.append(UTF_8.decode(send.octets()));
            } else if (action instanceof Pop3ClientAction.NeedInput) {
                return sent.toString();
            } else {
                last = action;
            }
        }
    }

    private Pop3ClientAction.Failed failure() {
        return (Pop3ClientAction.Failed) Objects.requireNonNull(last);
    }

    @Test
    public void passwordShouldGoBySaslWhereTheServerListsPlain() {
        assertThat(server(GREETING)).isEqualTo("CAPA\r\n");
        assertThat(server(PLAIN_OFFERED)).isEqualTo("AUTH PLAIN\r\n");
        String response = server("+ \r\n");
        assertThat(new String(Base64.getDecoder().decode(response.strip()), UTF_8))
                .isEqualTo("\0j\u00f6rg@example.org\0s\u00e9cret");
        assertThat(server("+OK\u0007 in\r\n")).isEmpty();
        assertThat(last).isEqualTo(new Pop3ClientAction.LoggedIn("+OK in"));
    }

    @Test
    public void passwordShouldGoByUserAndPassWhereTheServerDoesNot() {
        server(GREETING);
        assertThat(server("-ERR what?\r\n")).isEqualTo("USER j\u00f6rg@example.org\r\n");
        assertThat(server("+OK\r\n")).isEqualTo("PASS s\u00e9cret\r\n");
        server("-ERR [AUTH] wrong\r\n");
        assertThat(last).isEqualTo(new Pop3ClientAction.Refused("-ERR [AUTH] wrong"));
    }

    @Test
    public void userThatIsRefusedShouldNotCostThePassword() {
        server(GREETING);
        server("-ERR\r\n");
        assertThat(server("-ERR no such user\r\n")).isEmpty();
        assertThat(last).isEqualTo(new Pop3ClientAction.Refused("-ERR no such user"));
    }

    @Test
    public void passwordShouldNotBecomeACommand() {
        login = new Pop3ClientLogin(true, password("x\r\nDELE 1"), "pop.example", 995, Duration.ofMinutes(1));
        server(GREETING);
        assertThat(server("-ERR\r\n")).isEmpty();
        assertThat(failure().reason()).isEqualTo(Reason.MECHANISM);
    }

    @Test
    public void nothingButStlsShouldBeSaidBeforeTls() {
        login = new Pop3ClientLogin(false, password("p"), "pop.example", 110, Duration.ofMinutes(1));
        assertThat(server(GREETING)).isEqualTo("STLS\r\n");
        assertThat(server("+OK go\r\n")).isEmpty();
        assertThat(last).isEqualTo(new Pop3ClientAction.StartTls());
        login.secured();
        assertThat(sent()).isEqualTo("CAPA\r\n");
    }

    @Test
    public void serverWithoutTlsShouldGetNoCredentials() {
        login = new Pop3ClientLogin(false, password("p"), "pop.example", 110, Duration.ofMinutes(1));
        server(GREETING);
        assertThat(server("-ERR unknown\r\n")).isEmpty();
        assertThat(failure().reason()).isEqualTo(Reason.NO_TLS);
        assertThat(failure().text()).isEqualTo("does not offer TLS: -ERR unknown (waiting for the reply to STLS)");
    }

    @Test
    public void octetsInClearBehindTheReplyToStlsShouldEndIt() {
        login = new Pop3ClientLogin(false, password("p"), "pop.example", 110, Duration.ofMinutes(1));
        server(GREETING);
        login.receive(ByteBuffer.wrap("+OK\r\n+OK\r\n".getBytes(UTF_8)));
        assertThat(sent()).isEmpty();
        assertThat(failure().reason()).isEqualTo(Reason.INJECTION);
    }

    @Test
    public void refusedTokenShouldBeAnsweredBeforeTheServerSaysNo() {
        login = new Pop3ClientLogin(true, token(), "pop.example", 995, Duration.ofMinutes(1));
        server(GREETING);
        assertThat(server("+OK\r\nSASL XOAUTH2\r\n.\r\n")).isEqualTo("AUTH XOAUTH2\r\n");
        assertThat(new String(Base64.getDecoder().decode(server("+\r\n").strip()), UTF_8))
                .isEqualTo("user=u@example.org\1auth=Bearer tok\1\1");
        assertThat(server("+ eyJzdGF0dXMiOiI0MDAifQ==\r\n")).isEqualTo("\r\n");
        server("-ERR expired\r\n");
        assertThat(last).isEqualTo(new Pop3ClientAction.Refused("-ERR expired"));
    }

    @Test
    public void serverThatAsksOnAndOnShouldFail() {
        login = new Pop3ClientLogin(true, token(), "pop.example", 995, Duration.ofMinutes(1));
        server(GREETING);
        server("-ERR\r\n");
        server("+ \r\n+ \r\n+ \r\n");
        assertThat(failure().reason()).isEqualTo(Reason.PROTOCOL);
    }

    @Test
    public void tokenShouldNotBeShownToAServerThatDoesNotTakeIt() {
        login = new Pop3ClientLogin(true, token(), "pop.example", 995, Duration.ofMinutes(1));
        server(GREETING);
        assertThat(server(PLAIN_OFFERED)).isEmpty();
        assertThat(failure().reason()).isEqualTo(Reason.MECHANISM);
    }

    @Test
    public void everyWayToFailShouldSayWhen() {
        server("-ERR busy\r\n");
        assertThat(failure())
                .isEqualTo(new Pop3ClientAction.Failed(
                        Reason.GREETING, "does not serve now: -ERR busy (waiting for the greeting)"));

        login = new Pop3ClientLogin(true, token(), "pop.example", 995, Duration.ofMinutes(1));
        server("220 smtp.example ESMTP\r\n");
        assertThat(failure().reason()).isEqualTo(Reason.PROTOCOL);

        login = new Pop3ClientLogin(true, token(), "pop.example", 995, Duration.ofMinutes(1));
        server(GREETING);
        login.tick(0);
        login.tick(Duration.ofMinutes(1).toNanos());
        sent();
        assertThat(failure())
                .isEqualTo(new Pop3ClientAction.Failed(Reason.SILENT, "took too long (waiting for the reply to CAPA)"));

        login = new Pop3ClientLogin(true, token(), "pop.example", 995, Duration.ofMinutes(1));
        login.gone();
        sent();
        assertThat(failure().reason()).isEqualTo(Reason.GONE);

        login = new Pop3ClientLogin(true, password("p"), "pop.example", 995, Duration.ofMinutes(1));
        server(GREETING);
        server("-ERR\r\n");
        server("+OK\r\n");
        login.receive(ByteBuffer.wrap("+OK\r\n+OK unasked\r\n".getBytes(UTF_8)));
        sent();
        assertThat(failure().reason()).isEqualTo(Reason.PROTOCOL);
    }
}
