package org.letterlock.protocol.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.Test;

public class SaslClientTest {

    @Test
    public void messageShouldBeTheMechanismsWithTheNameAtTheServer() {
        assertThat(decoded(client(SaslMechanism.PLAIN).initialResponse())).isEqualTo("\0jörg=,@b\0größe");
        assertThat(decoded(client(SaslMechanism.XOAUTH2).initialResponse()))
                .isEqualTo("user=jörg=,@b\1auth=Bearer größe\1\1");
        assertThat(decoded(client(SaslMechanism.OAUTHBEARER).initialResponse()))
                .isEqualTo("n,a=jörg=3D=2C@b,\1host=mail.example\1port=465\1auth=Bearer größe\1\1");
    }

    @Test
    public void loginShouldAnswerTheTwoQuestions() {
        SaslClient client = client(SaslMechanism.LOGIN);
        assertThat(client.initialResponse()).isNull();
        assertThat(decoded(client.respond())).isEqualTo("jörg=,@b");
        assertThat(decoded(client.respond())).isEqualTo("größe");
        assertThat(client.respond()).isNull();
    }

    @Test
    public void errorOfATokenShouldBeAnsweredOnce() {
        SaslClient xoauth2 = client(SaslMechanism.XOAUTH2);
        xoauth2.initialResponse();
        assertThat(xoauth2.respond()).isEmpty();
        assertThat(xoauth2.respond()).isNull();
        SaslClient bearer = client(SaslMechanism.OAUTHBEARER);
        bearer.initialResponse();
        assertThat(decoded(bearer.respond())).isEqualTo("\1");
        assertThat(bearer.respond()).isNull();
        SaslClient plain = client(SaslMechanism.PLAIN);
        plain.initialResponse();
        assertThat(plain.respond()).isNull();
    }

    @Test
    public void messageShouldAnswerTheFirstChallengeWhenItDidNotGoWithTheCommand() {
        assertThat(decoded(client(SaslMechanism.PLAIN).respond())).isEqualTo("\0jörg=,@b\0größe");
    }

    @Test
    public void serverShouldReadWhatTheClientSays() {
        for (SaslMechanism mechanism : SaslMechanism.values()) {
            char[] secret = {'t', '.', '='};
            SaslCredentials credentials = new SaslCredentials(mechanism, "x", secret).withUserName("a,b=2C%c@d");
            SaslClient client = new SaslClient(mechanism, credentials, "h.example", 1);
            SaslServer server = new SaslServer(mechanism);
            byte[] initial = client.initialResponse();
            SaslServer.Step step = server.begin(initial == null ? null : ByteBuffer.wrap(initial));
            while (step instanceof SaslServer.Step.Challenge) {
                byte[] response = client.respond();
                assertThat(response).isNotNull();
                if (response == null) {
                    return;
                }
                step = server.respond(ByteBuffer.wrap(response));
            }
            SaslCredentials read = ((SaslServer.Step.Complete) step).credentials();
            assertThat(read.mechanism()).isEqualTo(mechanism);
            assertThat(read.userName()).isEqualTo("a,b=2C%c@d");
            assertThat(read.secret()).isEqualTo(secret).isNotSameAs(secret);
        }
    }

    private static SaslClient client(SaslMechanism mechanism) {
        SaslCredentials credentials = new SaslCredentials(mechanism, "other", "größe".toCharArray());
        return new SaslClient(mechanism, credentials.withUserName("jörg=,@b"), "mail.example", 465);
    }

    private static String decoded(byte @Nullable [] base64) {
        return base64 == null ? "nothing" : new String(Base64.getDecoder().decode(base64), UTF_8);
    }
}
