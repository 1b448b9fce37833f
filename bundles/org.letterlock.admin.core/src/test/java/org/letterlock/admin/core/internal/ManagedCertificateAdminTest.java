package org.letterlock.admin.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.Test;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.AdminException.Reason;
import org.letterlock.admin.api.CertificateView;
import org.letterlock.certificates.api.AcmeState;
import org.letterlock.certificates.api.CertificateManager;
import org.letterlock.certificates.api.CertificateManagerException;
import org.letterlock.certificates.api.ServerCertificate;

public class ManagedCertificateAdminTest {

    private static final Instant NOW = Instant.parse("2026-01-31T00:00:00Z");

    private final List<String> calls = new ArrayList<>();
    private CertificateManagerException.@Nullable Reason failure;

    private final CertificateManager manager = (CertificateManager) Proxy.newProxyInstance(
            CertificateManager.class.getClassLoader(),
            new Class<?>[] {CertificateManager.class},
            (proxy, method, arguments) -> switch (method.getName()) {
                case "inForce" ->
                    new ServerCertificate(
                            ServerCertificate.Source.ACME,
                            List.of("mail.example.org"),
                            List.of("CN=mail.example.org", "CN=issuer"),
                            "CN=issuer",
                            "0a",
                            NOW.minusSeconds(60),
                            NOW.plusSeconds(86_400 * 3 - 1),
                            "ff");
                case "acme" -> new AcmeState(true, "https://acme/dir", List.of("mail.example.org"), NOW, "why", NOW);
                default -> {
                    calls.add(method.getName());
                    if (failure != null) {
                        throw new CertificateManagerException(failure, "the reason", null);
                    }
                    yield null;
                }
            });

    private final ManagedCertificateAdmin admin =
            new ManagedCertificateAdmin(() -> manager, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    public void certificateShouldBeShownWithTheStateOfAcme() throws AdminException {
        assertThat(admin.certificate())
                .isEqualTo(new CertificateView(
                        "acme",
                        List.of("mail.example.org"),
                        "CN=mail.example.org",
                        "CN=issuer",
                        "0a",
                        "ff",
                        NOW.minusSeconds(60),
                        NOW.plusSeconds(86_400 * 3 - 1),
                        2,
                        new CertificateView.Acme(
                                true, "https://acme/dir", List.of("mail.example.org"), NOW, "why", NOW)));
    }

    @Test
    public void changesShouldReachTheManager() throws AdminException {
        admin.installCertificate("pem", new char[0]);
        admin.installCertificate(new byte[0], new char[0]);
        admin.removeCertificate();
        assertThat(admin.renewCertificate().source()).isEqualTo("acme");
        assertThat(calls).containsExactly("installPem", "installPkcs12", "remove", "renewNow");
    }

    @Test
    public void failuresShouldKeepTheirReason() {
        assertFails(CertificateManagerException.Reason.INVALID, Reason.INVALID);
        assertFails(CertificateManagerException.Reason.WRONG_PASSWORD, Reason.DENIED);
        assertFails(CertificateManagerException.Reason.ACME_OFF, Reason.CONFLICT);
        assertFails(CertificateManagerException.Reason.UNAVAILABLE, Reason.UNAVAILABLE);
        AdminException away = catchThrowableOfType(
                AdminException.class, () -> new ManagedCertificateAdmin(() -> null, Clock.systemUTC()).certificate());
        assertThat(away.reason()).isEqualTo(Reason.UNAVAILABLE);
    }

    private void assertFails(CertificateManagerException.Reason cause, Reason reason) {
        failure = cause;
        AdminException thrown = catchThrowableOfType(AdminException.class, admin::removeCertificate);
        assertThat(thrown).hasMessage("the reason");
        assertThat(thrown.reason()).isEqualTo(reason);
    }
}
