package org.letterlock.certificates.internal;

import java.io.IOException;
import java.net.BindException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.letterlock.certificates.api.AcmeState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets a certificate when there is none for the names, and another one in time. A failure changes nothing but the state.
 * {@link #step()} on one thread; all else on any.
 */
final class AcmeRenewal {

    private static final Logger LOG = LoggerFactory.getLogger(AcmeRenewal.class);

    private final AcmeSettings settings;
    private final Clock clock;
    private final AcmeAuthority authority;
    private final HttpChallenges challenges;
    private final AcmeSchedule schedule;
    private final ServedFiles files;

    private volatile AcmeRecord tried;
    private volatile Instant next;
    private String logged = "";

    /** Asks for nothing yet. */
    AcmeRenewal(
            AcmeSettings settings,
            Clock clock,
            AcmeAuthority authority,
            HttpChallenges challenges,
            AcmeSchedule schedule) {
        this.settings = settings;
        this.clock = clock;
        this.authority = authority;
        this.challenges = challenges;
        this.schedule = schedule;
        files = ServedFiles.acme(settings.folder());
        tried = AcmeRecord.read(settings);
        next = first();
    }

    /** Kept over a restart, unless the settings are others or the certificate is gone. */
    private Instant first() {
        Instant planned = tried.nextAttempt();
        if (tried.failures() > 0 && planned != null) {
            return planned;
        }
        @Nullable X509Certificate present = present();
        if (present == null) {
            return clock.instant();
        }
        Instant due = schedule.renewal(present);
        return planned != null && planned.isBefore(due) ? planned : due;
    }

    /** The certificate of the last order, null if there is none for these names from this authority. */
    private @Nullable X509Certificate present() {
        if (!tried.issuer().equals(settings.directory().toString())) {
            return null;
        }
        try {
            X509Certificate certificate =
                    KeyMaterial.read(files.certificateFile(), files.keyFile()).certificate();
            return covers(certificate) ? certificate : null;
        } catch (UnusableFileException e) {
            return null;
        }
    }

    private boolean covers(X509Certificate certificate) {
        List<String> names = CertificateNames.alternatives(certificate).stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
        return names.containsAll(settings.names());
    }

    AcmeState state() {
        AcmeRecord now = tried;
        return new AcmeState(
                true,
                settings.directory().toString(),
                settings.names(),
                now.lastAttempt(),
                now.lastError().isEmpty() ? null : now.lastError(),
                next);
    }

    /** Makes an attempt due. */
    void hurry() {
        next = clock.instant();
    }

    /**
     * Opens the port, if it is not, and makes an attempt if one is due.
     *
     * @return when to be called again, at the latest
     */
    Instant step() throws InterruptedException {
        @Nullable String closed = open();
        if (clock.instant().isBefore(next)) {
            return next;
        }
        Instant began = clock.instant();
        int failures = tried.failures() + 1;
        // In the file it has failed until it has not: who is killed again and again must not ask again and again.
        write(attempt(began, failures, "the gateway was stopped meanwhile", schedule.retry(began, failures, null)));
        try {
            if (closed != null) {
                throw new AcmeFailedException(closed, null);
            }
            succeeded(began, checked(authority.issue(settings.names(), challenges), clock.instant()));
        } catch (AcmeFailedException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("stopped");
            }
            failed(began, failures, String.valueOf(e.getMessage()), e.notBefore(), e);
        } catch (RuntimeException e) {
            failed(began, failures, "unexpected: " + e, null, e);
        }
        return next;
    }

    private void succeeded(Instant began, KeyMaterial issued) throws AcmeFailedException {
        try {
            PrivateFiles.createFolder(settings.folder());
            // The bundle's other half sees the file and uses it.
            PrivateFiles.write(files.certificateFile(), issued.toPem());
        } catch (IOException e) {
            throw new AcmeFailedException("the certificate cannot be stored: " + e, e);
        }
        next = schedule.renewal(issued.certificate());
        tried = new AcmeRecord(
                settings.fingerprint(), began, 0, "", next, settings.directory().toString());
        write(tried);
        logged = "";
        LOG.info(
                "certificate by ACME names={} notAfter={} next={}",
                settings.names(),
                issued.certificate().getNotAfter().toInstant(),
                next);
    }

    private void failed(Instant began, int failures, String reason, @Nullable Instant wish, Exception e) {
        next = schedule.retry(clock.instant(), failures, wish);
        tried = attempt(began, failures, reason, next);
        write(tried);
        if (!reason.equals(logged)) {
            logged = reason;
            LOG.error("no certificate by ACME, what is in use stays: {} next={}", reason, next);
            LOG.debug("no certificate by ACME", e);
        }
    }

    private AcmeRecord attempt(Instant began, int failures, String reason, Instant retry) {
        return new AcmeRecord(settings.fingerprint(), began, failures, reason, retry, tried.issuer());
    }

    private void write(AcmeRecord attempt) {
        try {
            attempt.write(settings);
        } catch (IOException e) {
            LOG.error("what ACME has tried cannot be stored: {}", e.toString());
        }
    }

    private @Nullable String open() {
        try {
            challenges.open();
            return null;
        } catch (BindException e) {
            return "port: " + settings.address() + " cannot be bound: " + e.getMessage();
        } catch (IOException e) {
            return "port: " + settings.address() + " cannot be opened: " + e;
        }
    }

    private KeyMaterial checked(KeyMaterial issued, Instant now) throws AcmeFailedException {
        try {
            KeyMaterial checked = Upload.checked(issued.key(), issued.chain(), now);
            if (!covers(checked.certificate())) {
                throw new AcmeFailedException("the ACME server issued a certificate for other names", null);
            }
            return checked;
        } catch (UnusableMaterialException e) {
            throw new AcmeFailedException(
                    "the ACME server issued a certificate that cannot be used: " + e.getMessage(), e);
        }
    }
}
