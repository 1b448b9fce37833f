package org.letterlock.certificates.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.Rule;
import org.junit.Test;
import org.letterlock.settings.SettingException;

public class ClientCertificatesTest {

    private static final Duration DAY = Duration.ofDays(1);
    private static final KeyPurposeId CLIENT = KeyPurposeId.id_kp_clientAuth;
    private static final KeyPurposeId SERVER = KeyPurposeId.id_kp_serverAuth;

    @Rule
    public final Gateway gateway = new Gateway();

    private final ClientAuthority authority;

    public ClientCertificatesTest() throws Exception {
        authority = new ClientAuthority();
    }

    @Test
    public void verifiedNamesShouldBeKnown() throws Exception {
        List<String> names = List.of("Mail.Example.org", "*.example.net");
        for (KeyPurposeId purpose : List.of(CLIENT, SERVER)) {
            assertThat(prove(authority.issue("CN=other.example.org", names, purpose, DAY)))
                    .containsExactly("mail.example.org", "*.example.net");
        }
    }

    @Test
    public void commonNameShouldCountWhereThereIsNoOther() throws Exception {
        assertThat(prove(authority.issue("CN=mail.example.org,O=x", List.of(), CLIENT, DAY)))
                .containsExactly("mail.example.org");
        assertThat(prove(authority.issue("CN=Example mail,O=x", List.of(), CLIENT, DAY)))
                .isEmpty();
        assertThat(prove(authority.issue("O=mail.example.org", List.of(), CLIENT, DAY)))
                .isEmpty();
    }

    @Test
    public void whatCannotBeVerifiedShouldBeAsGoodAsNone() throws Exception {
        ClientAuthority stranger = new ClientAuthority();
        List<String> names = List.of("mail.example.org");
        assertThat(prove(stranger.issue("CN=x", names, CLIENT, DAY)))
                .as("an authority of the same name")
                .isEmpty();
        assertThat(prove(authority.issue("CN=x", names, CLIENT, DAY.negated())))
                .as("expired")
                .isEmpty();
        assertThat(prove(authority.issue("CN=x", names, KeyPurposeId.id_kp_codeSigning, DAY)))
                .as("for something else")
                .isEmpty();
        assertThat(prove(new KeyManager[0])).as("none").isEmpty();
    }

    @Test
    public void resumedSessionShouldKeepTheNames() throws Exception {
        Certificates certificates = start();
        SSLContext client = TlsListener.clientTrusting(
                gateway.tls().resolve("ca.pem"), authority.issue("CN=x", List.of("mail.example.org"), CLIENT, DAY));
        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
            try (TlsListener listener = TlsListener.asking(certificates)) {
                SSLSession first = listener.handshake(client, Gateway.HOST, protocol);
                SSLSession second = listener.handshake(client, Gateway.HOST, protocol);
                assertThat(second.getCreationTime()).as("resumed").isEqualTo(first.getCreationTime());
                assertThat(listener.clientNames.take()).containsExactly("mail.example.org");
                assertThat(listener.clientNames.take()).containsExactly("mail.example.org");
            }
        }
    }

    @Test
    public void contextThatDoesNotAskShouldLearnNothing() throws Exception {
        Certificates certificates = start();
        SSLContext client = TlsListener.clientTrusting(
                gateway.tls().resolve("ca.pem"), authority.issue("CN=x", List.of("mail.example.org"), CLIENT, DAY));
        try (TlsListener listener = new TlsListener(certificates)) {
            listener.handshake(client, Gateway.HOST, "TLSv1.3");
            assertThat(listener.clientNames.take()).isEmpty();
        }
        assertThat(certificates.serverAskingClients().getServerSessionContext())
                .isNotSameAs(certificates.server().getServerSessionContext());
    }

    @Test
    public void replacedAuthoritiesShouldTakeEffectWhileRunning() throws Exception {
        Certificates certificates = start();
        ClientAuthority next = new ClientAuthority();
        KeyManager[] key = next.issue("CN=x", List.of("mail.example.org"), CLIENT, DAY);
        assertThat(prove(certificates, key)).isEmpty();
        SSLContext before = certificates.serverAskingClients();
        next.write(file());
        await().until(() -> certificates.serverAskingClients() != before);
        assertThat(prove(certificates, key)).containsExactly("mail.example.org");
    }

    @Test
    public void missingFileShouldBeNamed() {
        assertThatThrownBy(() -> gateway.start(Map.of("clientCaFile", file().toString())))
                .isInstanceOf(SettingException.class)
                .hasMessage("org.letterlock.certificates: clientCaFile: " + file() + " does not exist");
    }

    private Path file() {
        return gateway.folder().resolve("clients.pem");
    }

    private Certificates start() throws Exception {
        return gateway.start(Map.of("clientCaFile", authority.write(file()).toString()));
    }

    private List<String> prove(KeyManager[] key) throws Exception {
        return prove(start(), key);
    }

    /** What is known of a client in both versions of TLS, whose handshake must pass. */
    private List<String> prove(Certificates certificates, KeyManager[] key) throws Exception {
        try (TlsListener listener = TlsListener.asking(certificates)) {
            SSLContext client = TlsListener.clientTrusting(gateway.tls().resolve("ca.pem"), key);
            assertThat(listener.handshake(client, Gateway.HOST, "TLSv1.2").isValid())
                    .isTrue();
            assertThat(listener.handshake(client, Gateway.HOST, "TLSv1.3").isValid())
                    .isTrue();
            List<String> names = listener.clientNames.take();
            assertThat(listener.clientNames.take()).isEqualTo(names);
            return names;
        }
    }
}
