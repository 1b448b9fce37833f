package org.letterlock.certificates.internal;

import java.io.CharArrayReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.CharBuffer;
import java.nio.file.NoSuchFileException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.certificates.api.AcmeState;
import org.letterlock.certificates.api.CertificateManager;
import org.letterlock.certificates.api.CertificateManagerException;
import org.letterlock.certificates.api.CertificateManagerException.Reason;
import org.letterlock.certificates.api.ServerCertificate;
import org.letterlock.certificates.api.ServerCertificate.Source;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** What administrators do with certificates. */
@Component
public final class InstalledCertificates implements CertificateManager {

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMinutes(1);

    private final Certificates certificates;
    private final Clock clock;

    /** Away while its settings cannot be used. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Acme acme;

    /** Starts it. */
    @Activate
    public InstalledCertificates(@Reference Certificates certificates) {
        this(certificates, null, Clock.systemUTC());
    }

    InstalledCertificates(Certificates certificates, @Nullable Acme acme, Clock clock) {
        this.certificates = certificates;
        this.acme = acme;
        this.clock = clock;
    }

    @Override
    public ServerCertificate inForce() {
        return ServerCertificates.view(certificates.live().material());
    }

    @Override
    public ServerCertificate installPem(String chain, char[] key) throws CertificateManagerException {
        checkSize("the chain", chain.length(), MAX_PEM_CHARS, "characters");
        checkSize("the key", key.length, MAX_PEM_CHARS, "characters");
        List<X509Certificate> given;
        try {
            given = Pem.certificates(new StringReader(chain));
        } catch (UnusableMaterialException e) {
            throw invalid("the chain " + e.getMessage(), e);
        }
        PrivateKey privateKey;
        try {
            privateKey = Pem.privateKey(new CharArrayReader(key));
        } catch (UnusableMaterialException e) {
            throw invalid("the key " + e.getMessage(), e);
        }
        return install(privateKey, given);
    }

    @Override
    public ServerCertificate installPkcs12(byte[] store, char[] password) throws CertificateManagerException {
        checkSize("the file", store.length, MAX_PKCS12_OCTETS, "octets");
        Pkcs12 read;
        try {
            read = Pkcs12.read(store, password);
        } catch (Pkcs12.WrongPasswordException e) {
            // The JDK takes no other letters for what newer programs make (PBES2).
            String ascii = isAscii(password) ? "" : ", or its letters beyond ASCII cannot be used with it";
            throw new CertificateManagerException(
                    Reason.WRONG_PASSWORD, "the password is not that of the PKCS#12 file" + ascii, e);
        } catch (UnusableMaterialException e) {
            throw invalid("the file " + e.getMessage(), e);
        }
        return install(read.key(), read.certificates());
    }

    private ServerCertificate install(PrivateKey key, Collection<X509Certificate> given)
            throws CertificateManagerException {
        checkNotConfigured();
        KeyMaterial checked;
        try {
            checked = Upload.checked(key, given, clock.instant());
        } catch (UnusableMaterialException e) {
            throw invalid(String.valueOf(e.getMessage()), e);
        }
        try {
            certificates.live().install(checked);
        } catch (UnusableFileException e) {
            throw unavailable(String.valueOf(certificates.settings().invalid(e).getMessage()), e);
        } catch (IOException e) {
            throw unavailable("the certificate cannot be stored: " + e, e);
        }
        return inForce();
    }

    @Override
    public ServerCertificate remove() throws CertificateManagerException {
        checkNotConfigured();
        if (acme().enabled()
                && certificates.live().removable().filter(Source.ACME::equals).isPresent()) {
            throw new CertificateManagerException(
                    Reason.ACME_ON, "ACME is on and would get another certificate: clear port of " + Acme.PID, null);
        }
        try {
            certificates.live().remove();
        } catch (NoSuchFileException e) {
            throw new CertificateManagerException(
                    Reason.NOTHING_INSTALLED, "no certificate is installed, and there is none by ACME", e);
        } catch (UnusableFileException e) {
            throw unavailable(String.valueOf(certificates.settings().invalid(e).getMessage()), e);
        } catch (IOException e) {
            throw unavailable("the installed certificate cannot be deleted: " + e, e);
        }
        return inForce();
    }

    @Override
    public AcmeState acme() {
        @Nullable Acme now = acme;
        return now == null
                ? new AcmeState(false, "", List.of(), null, Acme.PID + " is not running: see its settings", null)
                : now.state();
    }

    @Override
    public void renewNow() throws CertificateManagerException {
        @Nullable Acme now = acme;
        if (now == null || !now.state().enabled()) {
            throw new CertificateManagerException(Reason.ACME_OFF, "ACME is off: set port of " + Acme.PID, null);
        }
        @Nullable Instant last = now.state().lastAttempt();
        if (last != null && clock.instant().isBefore(last.plus(BETWEEN_ATTEMPTS))) {
            throw new CertificateManagerException(
                    Reason.TOO_SOON, "the last attempt was at " + last + ", less than a minute ago", null);
        }
        now.hurry();
    }

    private void checkNotConfigured() throws CertificateManagerException {
        if (certificates.settings().configured()) {
            throw new CertificateManagerException(
                    Reason.FILES_CONFIGURED,
                    "certificateFile of " + Certificates.PID
                            + " is set and takes precedence: replace that file, or clear" + " the setting",
                    null);
        }
    }

    private static boolean isAscii(char[] password) {
        return CharBuffer.wrap(password).chars().allMatch(c -> c < 0x80);
    }

    private static void checkSize(String what, int size, int max, String unit) throws CertificateManagerException {
        if (size > max) {
            throw invalid(what + " has " + size + " " + unit + "; at most " + max + " can be", null);
        }
    }

    private static CertificateManagerException invalid(String message, @Nullable Throwable cause) {
        return new CertificateManagerException(Reason.INVALID, message, cause);
    }

    private static CertificateManagerException unavailable(String message, Throwable cause) {
        return new CertificateManagerException(Reason.UNAVAILABLE, message, cause);
    }
}
