package org.letterlock.certificates.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.letterlock.transport.api.CertificateStatus;
import org.letterlock.transport.api.CertificateStatus.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The TLS material in use: looks for newer files, and refuses broken ones. {@link #check()} on one thread, all else on any. */
final class LiveMaterial {

    private static final Logger LOG = LoggerFactory.getLogger(LiveMaterial.class);

    private static final Duration RENEWAL_RETRY = Duration.ofHours(1);

    private final Settings settings;
    private final Clock clock;
    private final @Nullable OwnCertificate own;

    private Stamp loaded;
    private Stamp seen;
    private Instant renewAt = Instant.MAX;
    private volatile Material material;

    /** Why newer files are not in use, empty if there are none. */
    private volatile String refused = "";

    /** Reads the files, after making them where they are the gateway's own. */
    LiveMaterial(Settings settings, Clock clock) throws UnusableFileException {
        this.settings = settings;
        this.clock = clock;
        own = settings.own() ? new OwnCertificate(settings.folder(), settings.hostnames()) : null;
        if (own != null) {
            own.keepUp(clock.instant());
        }
        loaded = stamp();
        seen = loaded;
        material = load();
    }

    Material material() {
        return material;
    }

    CertificateStatus status() {
        Material current = material;
        X509Certificate certificate = current.certificate();
        Instant end = certificate.getNotAfter().toInstant();
        return new CertificateStatus(
                CertificateNames.all(certificate),
                certificate.getIssuerX500Principal().getName(),
                end,
                current.own(),
                state(end),
                refused);
    }

    private State state(Instant end) {
        Instant now = clock.instant();
        if (now.isAfter(end)) {
            return State.EXPIRED;
        }
        return now.isBefore(end.minus(settings.expiryWarning())) ? State.VALID : State.EXPIRING;
    }

    /** Renews what is due and takes over what was replaced. To be called every few seconds. */
    void check() {
        renewIfDue();
        Stamp now = stamp();
        boolean settled = now.equals(seen);
        seen = now;
        if (now.equals(loaded) || !settled) {
            // a file that still changed since the last look is being written
            return;
        }
        loaded = now;
        try {
            material = load();
            refused = "";
        } catch (UnusableFileException e) {
            refused = String.valueOf(settings.invalid(e).getMessage());
            LOG.error("replaced TLS file refused, what is in use stays: {}", refused);
        }
    }

    private void renewIfDue() {
        Instant now = clock.instant();
        if (own == null || now.isBefore(renewAt)) {
            return;
        }
        renewAt = now.plus(RENEWAL_RETRY);
        try {
            own.keepUp(now);
        } catch (UnusableFileException e) {
            LOG.error("certificate cannot be renewed: {}", settings.invalid(e).getMessage());
        }
    }

    private Material load() throws UnusableFileException {
        Material read = Material.read(settings, own);
        Instant end = read.certificate().getNotAfter().toInstant();
        renewAt = end.minus(OwnCertificate.RENEW_BEFORE_END);
        LOG.info(
                "TLS certificate loaded file={} subject={} notAfter={}",
                settings.certificateFile(),
                read.certificate().getSubjectX500Principal(),
                end);
        if (state(end) == State.EXPIRED) {
            // Served all the same: most senders do not look at it, and without one nobody could send by TLS at all.
            LOG.warn("TLS certificate has expired file={} notAfter={}", settings.certificateFile(), end);
        }
        return read;
    }

    private Stamp stamp() {
        return new Stamp(
                attributes(settings.certificateFile()),
                attributes(settings.privateKeyFile()),
                attributes(settings.clientCaFile()),
                attributes(settings.upstreamCaFile()));
    }

    private static Optional<FileStamp> attributes(@Nullable Path file) {
        if (file == null) {
            return Optional.empty();
        }
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new FileStamp(
                    attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey())));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private record Stamp(
            Optional<FileStamp> certificate,
            Optional<FileStamp> key,
            Optional<FileStamp> clientAuthorities,
            Optional<FileStamp> upstreamAuthorities) {}

    private record FileStamp(FileTime modified, long size, String fileKey) {}
}
