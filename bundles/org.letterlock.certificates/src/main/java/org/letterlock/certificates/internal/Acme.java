package org.letterlock.certificates.internal;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.letterlock.certificates.api.AcmeState;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/** Runs ACME on a thread of its own, if it is switched on. */
@Component(name = Acme.PID, service = Acme.class, configurationPolicy = ConfigurationPolicy.REQUIRE, immediate = true)
@Designate(ocd = AcmeConfig.class)
public final class Acme {

    static final String PID = "org.letterlock.certificates.acme";

    /** Clocks are set and machines sleep: when nothing is due, look all the same. */
    private static final Duration MAX_WAIT = Duration.ofMinutes(10);

    private static final long MAX_JOIN_MILLIS = 2_000;

    private final AcmeSettings settings;
    private final Clock clock;
    private final Object lock = new Object();
    private final @Nullable AcmeRenewal renewal;
    private final @Nullable HttpChallenges challenges;
    private final @Nullable Thread thread;
    private boolean hurried;

    /** Starts it. */
    @Activate
    public Acme(AcmeConfig config, Map<String, Object> properties) {
        this(AcmeSettings.of(properties));
    }

    private Acme(AcmeSettings settings) {
        this(settings, Clock.systemUTC(), new Acme4jAuthority(settings));
    }

    Acme(AcmeSettings settings, Clock clock, AcmeAuthority authority) {
        this.settings = settings;
        this.clock = clock;
        @Nullable InetSocketAddress address = settings.address();
        if (address == null) {
            renewal = null;
            challenges = null;
            thread = null;
            return;
        }
        HttpChallenges opened = new HttpChallenges(address);
        AcmeRenewal begun = new AcmeRenewal(settings, clock, authority, opened, new AcmeSchedule(new SecureRandom()));
        challenges = opened;
        renewal = begun;
        thread = new Thread(() -> run(begun), "letterlock-acme");
        // acme4j looks for more kinds of challenges there.
        thread.setContextClassLoader(Acme.class.getClassLoader());
        thread.setDaemon(true);
        thread.start();
    }

    @Deactivate
    void deactivate() {
        if (thread == null || challenges == null) {
            return;
        }
        thread.interrupt();
        try {
            thread.join(MAX_JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        challenges.close();
    }

    AcmeState state() {
        return renewal == null
                ? new AcmeState(false, settings.directory().toString(), settings.names(), null, null, null)
                : renewal.state();
    }

    /** Makes an attempt due now. Only while ACME is on. */
    void hurry() {
        if (renewal != null) {
            renewal.hurry();
            synchronized (lock) {
                hurried = true;
                lock.notifyAll();
            }
        }
    }

    private void run(AcmeRenewal begun) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                awaitTime(begun.step());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitTime(Instant next) throws InterruptedException {
        Instant latest = clock.instant().plus(MAX_WAIT);
        Duration wait = Duration.between(clock.instant(), next.isBefore(latest) ? next : latest);
        synchronized (lock) {
            long end = System.nanoTime() + wait.toNanos();
            for (long left = wait.toNanos(); !hurried && left > 0; left = end - System.nanoTime()) {
                lock.wait(left / 1_000_000 + 1);
            }
            hurried = false;
        }
    }
}
