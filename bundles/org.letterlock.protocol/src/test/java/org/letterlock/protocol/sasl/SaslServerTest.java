package org.letterlock.protocol.sasl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import org.junit.Test;
import org.letterlock.protocol.sasl.SaslServer.Step;

public class SaslServerTest {

    @Test
    public void plainShouldGiveNameAndPasswordWithAndWithoutInitialResponse() {
        assertThat(initially(SaslMechanism.PLAIN, "\0jörg%b\0größe %=")).isEqualTo("jörg%b größe %=");
        assertThat(initially(SaslMechanism.PLAIN, "anna\0anna\0x")).isEqualTo("anna x");
        SaslServer server = new SaslServer(SaslMechanism.PLAIN);
        assertThat(server.begin(null)).isEqualTo(new Step.Challenge(""));
        assertThat(described(server.respond(base64("\0anna\0x")))).isEqualTo("anna x");
    }

    @Test
    public void plainShouldBeMalformedWhenItIsNoMessageOfIt() {
        for (String message :
                List.of("", "\0", "\0\0", "\0\0x", "\0a\0", "a\0x", "b\0a\0x", "a\0\0x", "\0a\0x\0", "\0a\1\0x", "a")) {
            assertThat(initially(SaslMechanism.PLAIN, message)).as(message).isEqualTo("Malformed[]");
        }
    }

    @Test
    public void loginShouldAskForNameAndPassword() {
        SaslServer server = new SaslServer(SaslMechanism.LOGIN);
        assertThat(server.begin(null)).isEqualTo(new Step.Challenge(encoded("Username:")));
        assertThat(server.respond(base64("anna%b"))).isEqualTo(new Step.Challenge(encoded("Password:")));
        assertThat(described(server.respond(base64("x y")))).isEqualTo("anna%b x y");
        SaslServer withName = new SaslServer(SaslMechanism.LOGIN);
        assertThat(withName.begin(base64("anna"))).isEqualTo(new Step.Challenge(encoded("Password:")));
        assertThat(described(withName.respond(base64("x")))).isEqualTo("anna x");
    }

    @Test
    public void loginShouldBeMalformedWhenNameOrPasswordIsNone() {
        for (String name : List.of("", "a\0b", "a\rb")) {
            assertThat(initially(SaslMechanism.LOGIN, name)).as(name).isEqualTo("Malformed[]");
        }
        for (String password : List.of("", "a\0b")) {
            SaslServer server = new SaslServer(SaslMechanism.LOGIN);
            server.begin(base64("anna"));
            assertThat(server.respond(base64(password))).isEqualTo(new Step.Malformed());
        }
    }

    @Test
    public void xoauth2ShouldGiveNameAndToken() {
        assertThat(initially(SaslMechanism.XOAUTH2, "user=a=b,c@d\1auth=Bearer ya29.x-_~+/==\1\1"))
                .isEqualTo("a=b,c@d ya29.x-_~+/==");
        // The example of Google's documentation.
        assertThat(described(new SaslServer(SaslMechanism.XOAUTH2)
                        .begin(ByteBuffer.wrap(("dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbV"
                                        + "RjMk52YjNSbGNrQmhkSFJoZG1semRHRXVZMjl0Q2cBAQ==")
                                .getBytes(ISO_8859_1)))))
                .isEqualTo("someuser@example.com ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg");
        for (String message : List.of(
                "",
                "\1\1",
                "user=a\1\1",
                "user=\1auth=Bearer x\1\1",
                "user=a\1auth=Bearer x\1",
                "user=a\1auth=Bearer x",
                "user=a\1auth=Bearer \1\1",
                "user=a\1auth=x\1\1",
                "user=a\1auth=Bearer x\1\1x",
                "user=a\1auth=Bearer x\1\1\1",
                "user=a\1auth=Bearer x y\1\1",
                "user=a\1auth=Bearer ü\1\1",
                "user=a\1auth=Basic x\1\1",
                "n,a=a,\1auth=Bearer x\1\1",
                "auth=Bearer x\1user=a\1\1",
                "user=a\0b\1auth=Bearer x\1\1")) {
            assertThat(initially(SaslMechanism.XOAUTH2, message)).as(message).isEqualTo("Malformed[]");
        }
    }

    @Test
    public void oauthBearerShouldGiveNameAndToken() {
        // The example of RFC 7628, section 4.1.
        String example = "n,a=user@example.com,\1host=server.example.com\1port=143\1auth=Bearer "
                + "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==\1\1";
        assertThat(initially(SaslMechanism.OAUTHBEARER, example))
                .isEqualTo("user@example.com vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==");
        assertThat(initially(SaslMechanism.OAUTHBEARER, "y,a=a=2Cb=3D2C%c,\1auth=bearer x\1\1"))
                .isEqualTo("a,b=2C%c x");
        for (String message : List.of(
                "",
                "\1",
                "n,,\1auth=Bearer x\1\1",
                "n,a=,\1auth=Bearer x\1\1",
                "n,a=a\1auth=Bearer x\1\1",
                "p=tls-unique,a=a,\1auth=Bearer x\1\1",
                "n,a=a=,\1auth=Bearer x\1\1",
                "n,a=a=2c,\1auth=Bearer x\1\1",
                "n,a=a,b,\1auth=Bearer x\1\1",
                "n,a=a,\1host=h\1\1",
                "n,a=a,\1auth=Bearer x\1",
                "user=a\1auth=Bearer x\1\1")) {
            assertThat(initially(SaslMechanism.OAUTHBEARER, message))
                    .as(message)
                    .isEqualTo("Malformed[]");
        }
    }

    @Test
    public void exchangeShouldEndWhenTheClientGivesUp() {
        for (SaslMechanism mechanism : SaslMechanism.values()) {
            SaslServer server = new SaslServer(mechanism);
            server.begin(null);
            assertThat(server.respond(octets("*"))).isEqualTo(new Step.Cancelled());
        }
    }

    @Test
    public void responseShouldBeMalformedWhenItIsNoBase64OfUtf8() {
        for (SaslMechanism mechanism : SaslMechanism.values()) {
            for (String line : List.of("=", "!", "AA=A", "A", "*", "QQ==QQ==", " QQ==", "AGEA/w==", "/w==", "QQ\0=")) {
                assertThat(new SaslServer(mechanism).begin(octets(line))).isEqualTo(new Step.Malformed());
            }
        }
    }

    @Test
    public void textShouldShowNoSecret() {
        Step step = new SaslServer(SaslMechanism.PLAIN).begin(base64("\0anna\0secret"));
        assertThat(step.toString()).doesNotContain("anna", "secret");
        SaslCredentials credentials = ((Step.Complete) step).credentials();
        credentials.erase();
        assertThat(credentials.secret()).containsOnly('\0');
    }

    @Test
    public void mechanismShouldBeFoundInAnyCase() {
        assertThat(SaslMechanism.named("xoauth2")).contains(SaslMechanism.XOAUTH2);
        assertThat(SaslMechanism.named("CRAM-MD5")).isEmpty();
    }

    private static String initially(SaslMechanism mechanism, String message) {
        return described(new SaslServer(mechanism).begin(base64(message)));
    }

    private static String described(Step step) {
        return step instanceof Step.Complete complete
                ? complete.credentials().userName()
                        + " "
                        + new String(complete.credentials().secret())
                : step.toString();
    }

    private static String encoded(String message) {
        return Base64.getEncoder().encodeToString(message.getBytes(UTF_8));
    }

    private static ByteBuffer base64(String message) {
        return octets(encoded(message));
    }

    private static ByteBuffer octets(String line) {
        return ByteBuffer.wrap(line.getBytes(ISO_8859_1));
    }
}
