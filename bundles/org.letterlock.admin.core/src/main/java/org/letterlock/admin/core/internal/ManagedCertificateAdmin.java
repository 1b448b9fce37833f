package org.letterlock.admin.core.internal;

import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.AdminException.Reason;
import org.letterlock.admin.api.CertificateAdmin;
import org.letterlock.admin.api.CertificateView;
import org.letterlock.certificates.api.AcmeState;
import org.letterlock.certificates.api.CertificateManager;
import org.letterlock.certificates.api.CertificateManagerException;
import org.letterlock.certificates.api.ServerCertificate;

/** The certificate, in the terms of administration. */
final class ManagedCertificateAdmin implements CertificateAdmin {

    private final Supplier<@Nullable CertificateManager> managers;
    private final Clock clock;

    private interface Change {
        void apply(CertificateManager manager) throws CertificateManagerException;
    }

    /** Works with the manager of each moment, null while it is away. */
    ManagedCertificateAdmin(Supplier<@Nullable CertificateManager> managers, Clock clock) {
        this.managers = managers;
        this.clock = clock;
    }

    @Override
    public CertificateView certificate() throws AdminException {
        return view(there());
    }

    @Override
    public CertificateView installCertificate(String chain, char[] key) throws AdminException {
        return change(manager -> manager.installPem(chain, key));
    }

    @Override
    public CertificateView installCertificate(byte[] store, char[] password) throws AdminException {
        return change(manager -> manager.installPkcs12(store, password));
    }

    @Override
    public CertificateView removeCertificate() throws AdminException {
        return change(CertificateManager::remove);
    }

    @Override
    public CertificateView renewCertificate() throws AdminException {
        return change(CertificateManager::renewNow);
    }

    private CertificateView change(Change change) throws AdminException {
        CertificateManager manager = there();
        try {
            change.apply(manager);
        } catch (CertificateManagerException e) {
            Reason reason = switch (e.reason()) {
                case INVALID -> Reason.INVALID;
                case WRONG_PASSWORD -> Reason.DENIED;
                case FILES_CONFIGURED, NOTHING_INSTALLED, ACME_ON, ACME_OFF, TOO_SOON -> Reason.CONFLICT;
                case UNAVAILABLE -> Reason.UNAVAILABLE;
            };
            throw new AdminException(reason, String.valueOf(e.getMessage()), e);
        }
        return view(manager);
    }

    private CertificateManager there() throws AdminException {
        CertificateManager manager = managers.get();
        if (manager == null) {
            throw new AdminException(
                    Reason.UNAVAILABLE, "the certificates are not there; gateway:status says why", null);
        }
        return manager;
    }

    private CertificateView view(CertificateManager manager) {
        ServerCertificate certificate = manager.inForce();
        AcmeState acme = manager.acme();
        return new CertificateView(
                certificate.source().name().toLowerCase(Locale.ROOT),
                certificate.names(),
                certificate.chain().get(0),
                certificate.issuer(),
                certificate.serial(),
                certificate.fingerprint(),
                certificate.notBefore(),
                certificate.notAfter(),
                Math.floorDiv(
                        Duration.between(clock.instant(), certificate.notAfter())
                                .toSeconds(),
                        Duration.ofDays(1).toSeconds()),
                new CertificateView.Acme(
                        acme.enabled(),
                        acme.directory(),
                        acme.names(),
                        acme.lastAttempt(),
                        acme.lastError(),
                        acme.nextAttempt()));
    }
}
