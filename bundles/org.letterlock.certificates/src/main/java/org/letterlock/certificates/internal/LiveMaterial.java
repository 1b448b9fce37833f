package org.letterlock.certificates.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The TLS material in use: looks for newer files, and refuses broken ones. All but {@link #context()} on one thread. */
final class LiveMaterial {

    private static final Logger LOG = LoggerFactory.getLogger(LiveMaterial.class);

    private static final Duration RENEWAL_RETRY = Duration.ofHours(1);

    private final Settings settings;
    private final Clock clock;
    private final @Nullable OwnCertificate own;

    private Stamp loaded;
    private Stamp seen;
    private Instant renewAt = Instant.MAX;
    private volatile SSLContext context;

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
        context = load();
    }

    SSLContext context() {
        return context;
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
            context = load();
        } catch (UnusableFileException e) {
            LOG.error(
                    "replaced TLS file refused, the certificate in use stays: {}: {}",
                    Certificates.PID,
                    e.getMessage());
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
            LOG.error("certificate cannot be renewed: {}: {}", Certificates.PID, e.getMessage());
        }
    }

    private SSLContext load() throws UnusableFileException {
        KeyMaterial material = KeyMaterial.read(settings.certificateFile(), settings.privateKeyFile());
        Instant end = material.certificate().getNotAfter().toInstant();
        renewAt = end.minus(OwnCertificate.RENEW_BEFORE_END);
        LOG.info(
                "TLS certificate loaded file={} subject={} notAfter={}",
                settings.certificateFile(),
                material.certificate().getSubjectX500Principal(),
                end);
        return material.serverContext(settings);
    }

    private Stamp stamp() {
        return new Stamp(attributes(settings.certificateFile()), attributes(settings.privateKeyFile()));
    }

    private static Optional<FileStamp> attributes(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new FileStamp(
                    attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey())));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private record Stamp(Optional<FileStamp> certificate, Optional<FileStamp> key) {}

    private record FileStamp(FileTime modified, long size, String fileKey) {}
}
