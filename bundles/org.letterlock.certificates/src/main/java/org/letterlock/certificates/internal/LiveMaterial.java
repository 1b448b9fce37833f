package org.letterlock.certificates.internal;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.letterlock.certificates.api.ServerCertificate.Source;
import org.letterlock.transport.api.CertificateStatus;
import org.letterlock.transport.api.CertificateStatus.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS material in use: looks for newer files, and refuses broken ones. Thread-safe; {@link #material()} and {@link
 * #status()} do not block.
 */
final class LiveMaterial {

    private static final Logger LOG = LoggerFactory.getLogger(LiveMaterial.class);

    private static final Duration OWN_INTERVAL = Duration.ofHours(1);

    private final Settings settings;
    private final Clock clock;
    private final Consumer<Material> changed;
    private final @Nullable OwnCertificate own;

    private FileStamps loaded;
    private FileStamps seen;
    private Instant keepUpAt;
    private volatile Material material;

    /** Why newer files are not in use, empty if there are none. */
    private volatile String refused = "";

    /**
     * Reads the files, after making them where they are the gateway's own.
     *
     * @param changed told of another certificate, under this object's lock
     */
    LiveMaterial(Settings settings, Clock clock, Consumer<Material> changed) throws UnusableFileException {
        this.settings = settings;
        this.clock = clock;
        this.changed = changed;
        own = settings.configured() ? null : new OwnCertificate(settings.folder(), settings.hostnames());
        keepUpAt = own == null ? Instant.MAX : nextKeepUp(own.keepUp(clock.instant()));
        loaded = stamps();
        seen = loaded;
        material = firstUsable();
        log(material);
    }

    /** Without anything in use yet, what is broken must not stop the gateway while there is something that is not. */
    private Material firstUsable() throws UnusableFileException {
        List<ServedFiles> present = ServedFiles.present(settings.served());
        for (ServedFiles files : present.subList(0, present.size() - 1)) {
            try {
                return Material.read(settings, files, own);
            } catch (UnusableFileException e) {
                refused = String.valueOf(settings.invalid(e).getMessage());
                LOG.error("TLS file refused, the next source is used: {}", refused);
            }
        }
        return Material.read(settings, present.get(present.size() - 1), own);
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
    synchronized void check() {
        keepUpOwn();
        FileStamps now = stamps();
        boolean settled = now.equals(seen);
        seen = now;
        if (now.equals(loaded) || !settled) {
            // a file that still changed since the last look is being written
            return;
        }
        loaded = now;
        try {
            use(Material.read(settings, ServedFiles.present(settings.served()).get(0), own));
        } catch (UnusableFileException e) {
            refused = String.valueOf(settings.invalid(e).getMessage());
            LOG.error("replaced TLS file refused, what is in use stays: {}", refused);
        }
    }

    private void keepUpOwn() {
        Instant now = clock.instant();
        if (own == null || now.isBefore(keepUpAt)) {
            return;
        }
        keepUpAt = nextKeepUp(Instant.MAX);
        try {
            keepUpAt = nextKeepUp(own.keepUp(now));
        } catch (UnusableFileException e) {
            LOG.error("certificate cannot be renewed: {}", settings.invalid(e).getMessage());
        }
    }

    /** When it is due, but soon in any case: files may be replaced meanwhile. */
    private Instant nextKeepUp(Instant due) {
        Instant soon = clock.instant().plus(OWN_INTERVAL);
        return due.isBefore(soon) ? due : soon;
    }

    /** Puts checked material in force and keeps it. If this fails, all stays as it was. */
    synchronized void install(KeyMaterial key) throws UnusableFileException, IOException {
        ServedFiles installed = ServedFiles.installed(settings.folder());
        Material next = Material.of(settings, Source.INSTALLED, key, own);
        PrivateFiles.write(installed.certificateFile(), key.toPem());
        useNow(next);
    }

    /** Where the certificate is from that {@link #remove()} would delete. */
    Optional<Source> removable() {
        List<ServedFiles> present = ServedFiles.present(settings.served());
        return present.size() == 1
                ? Optional.empty()
                : Optional.of(present.get(0).source());
    }

    /** Takes back what was installed, or else came by ACME. If this fails, all stays as it was. */
    synchronized void remove() throws UnusableFileException, IOException {
        List<ServedFiles> present = ServedFiles.present(settings.served());
        if (present.size() == 1) {
            throw new NoSuchFileException(settings.folder().toString());
        }
        Material next = Material.read(settings, present.get(1), own);
        PrivateFiles.delete(present.get(0).certificateFile());
        useNow(next);
    }

    /** What was just written or deleted is no change to be found later. */
    private void useNow(Material next) {
        seen = stamps();
        loaded = seen;
        use(next);
    }

    private void use(Material next) {
        boolean same = next.chain().equals(material.chain());
        material = next;
        refused = "";
        log(next);
        if (!same) {
            changed.accept(next);
        }
    }

    private void log(Material now) {
        Instant end = now.certificate().getNotAfter().toInstant();
        LOG.info(
                "TLS certificate loaded source={} subject={} notAfter={}",
                now.source(),
                now.certificate().getSubjectX500Principal(),
                end);
        if (state(end) == State.EXPIRED) {
            // Served all the same: most senders do not look at it, and without one nobody could send by TLS at all.
            LOG.warn("TLS certificate has expired source={} notAfter={}", now.source(), end);
        }
    }

    private FileStamps stamps() {
        return FileStamps.of(settings.watchedFiles());
    }
}
