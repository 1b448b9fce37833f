package org.letterlock.certificates.internal;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import org.letterlock.certificates.api.CertificateListener;
import org.letterlock.certificates.api.ServerCertificate;
import org.letterlock.transport.api.CertificateStatus;
import org.letterlock.transport.api.TlsContexts;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds the TLS material and tells of another certificate. */
@Component(
        name = Certificates.PID,
        service = {TlsContexts.class, Certificates.class},
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
@Designate(ocd = Config.class)
public final class Certificates implements TlsContexts {

    static final String PID = "org.letterlock.certificates";

    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);

    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(2);
    private static final long MAX_JOIN_MILLIS = 2_500;

    private final Settings settings;
    private final LiveMaterial material;
    private final Duration checkInterval;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "letterlock-certificates");

    @Reference(policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<CertificateListener> listeners = List.of();

    /** Starts it. */
    @Activate
    public Certificates(Config config, Map<String, Object> properties) {
        this(Settings.of(properties), Clock.systemUTC(), CHECK_INTERVAL);
    }

    Certificates(Settings settings, Clock clock, Duration checkInterval) {
        this.settings = settings;
        this.checkInterval = checkInterval;
        try {
            material = new LiveMaterial(settings, clock, this::tell);
        } catch (UnusableFileException e) {
            throw settings.invalid(e);
        }
        thread.setDaemon(true);
        thread.start();
    }

    @Deactivate
    void deactivate() {
        stop.countDown();
        try {
            thread.join(MAX_JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is in force and can be replaced. */
    LiveMaterial live() {
        return material;
    }

    Settings settings() {
        return settings;
    }

    private void tell(Material now) {
        ServerCertificate certificate = ServerCertificates.view(now);
        for (CertificateListener listener : listeners) {
            try {
                listener.certificateChanged(certificate);
            } catch (RuntimeException e) {
                LOG.error("a listener failed at a new certificate", e);
            }
        }
    }

    @Override
    public SSLContext server() {
        return material.material().server();
    }

    @Override
    public SSLContext serverAskingClients() {
        return material.material().askingClients();
    }

    @Override
    public SSLContext client() {
        return material.material().client();
    }

    @Override
    public List<String> clientNames(SSLSession session) {
        return material.material().clients().names(session);
    }

    @Override
    public CertificateStatus status() {
        return material.status();
    }

    @Override
    public List<String> protocols() {
        return settings.protocols();
    }

    private void run() {
        try {
            while (!stop.await(checkInterval.toMillis(), TimeUnit.MILLISECONDS)) {
                material.check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
