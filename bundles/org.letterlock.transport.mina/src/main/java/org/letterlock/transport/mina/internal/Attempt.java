package org.letterlock.transport.mina.internal;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.letterlock.settings.AddressLiteral;
import org.letterlock.settings.HostName;
import org.letterlock.settings.SpecialAddress;
import org.letterlock.settings.TargetList;
import org.letterlock.transport.api.OutboundFailure.Reason;
import org.letterlock.transport.api.Target;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way from a target to a socket: look-up, check, then one address after the other. The name is looked up once, so that
 * what is dialled is what was checked. Confined to the connection's sequence.
 */
final class Attempt {

    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

    private final MinaOutbound connection;
    private final Target target;
    private final String host;
    private final TargetList narrowed;
    private final ConnectorSettings settings;
    private final Resolver resolver;
    private final Dialer dialer;

    private final Queue<InetAddress> addresses = new ArrayDeque<>();
    private @Nullable Runnable cancelLookup;
    private volatile Dialer.@Nullable Dial dial;
    private long deadline;
    private boolean over;

    /** Of the addresses that were tried. */
    private boolean allTimedOut = true;

    private String lastFailure = "";

    Attempt(
            MinaOutbound connection,
            String host,
            TargetList narrowed,
            ConnectorSettings settings,
            Resolver resolver,
            Dialer dialer) {
        this.connection = connection;
        target = connection.target();
        this.host = host;
        this.narrowed = narrowed;
        this.settings = settings;
        this.resolver = resolver;
        this.dialer = dialer;
    }

    /** The host as it is compared, looked up and told to the server; empty if the text is none. */
    static String hostOf(Target target) {
        String text = target.host();
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        String plain = bracketed ? text.substring(1, text.length() - 1) : text;
        return AddressLiteral.parse(plain).isPresent()
                ? plain
                : HostName.parse(plain).orElse("");
    }

    /** Whether an address has been asked to accept. Any thread. */
    boolean isDialling() {
        return dial != null;
    }

    void begin() {
        if (host.isEmpty()) {
            giveUp(Reason.REFUSED_TARGET, target + " is neither a host name nor an IP address");
            return;
        }
        if (!settings.allow().mayAllow(host, target.port())
                || (!narrowed.isEmpty() && !narrowed.mayAllow(host, target.port()))) {
            // Nobody shall learn from us what our name servers know.
            LOG.info("outbound connection refused: port={} and name fit no entry of the allow-list", target.port());
            refused();
            return;
        }
        deadline = System.nanoTime() + SECONDS.toNanos(settings.lookupTimeoutSeconds());
        try {
            cancelLookup = resolver.resolve(host, places -> connection.execute(() -> found(places)));
        } catch (RejectedExecutionException e) {
            giveUp(Reason.UNAVAILABLE, "the gateway looks up too many host names, try again later");
        }
    }

    private void found(List<Resolver.Place> places) {
        if (over) {
            return;
        }
        cancelLookup = null;
        if (places.isEmpty()) {
            giveUp(Reason.RESOLVE, host + " has no address");
            return;
        }
        places.stream().filter(this::isAllowed).map(Resolver.Place::address).forEach(addresses::add);
        if (addresses.isEmpty()) {
            refused(places.get(0));
        } else {
            dialNext();
        }
    }

    private boolean isAllowed(Resolver.Place place) {
        return settings.allow().allows(host, place.address(), target.port(), place.own())
                && (narrowed.isEmpty() || narrowed.allows(host, place.address(), target.port(), place.own()));
    }

    /** Who asks learns nothing of the network behind the gateway; the operator learns why. */
    private void refused(Resolver.Place first) {
        LOG.info(
                "outbound connection refused: address={} port={} kind={} is not in the allow-list",
                first.address().getHostAddress(),
                target.port(),
                first.own() ? "own" : SpecialAddress.kind(first.address()).orElse("public"));
        refused();
    }

    private void refused() {
        giveUp(Reason.REFUSED_TARGET, target + " is none of the servers that this gateway may connect to");
    }

    private void dialNext() {
        InetAddress address = addresses.poll();
        if (address == null) {
            if (allTimedOut) {
                giveUp(Reason.TIMEOUT, target + " does not answer");
            } else {
                giveUp(Reason.CONNECT, target + " cannot be reached: " + lastFailure);
            }
            return;
        }
        deadline = System.nanoTime() + SECONDS.toNanos(settings.connectTimeoutSeconds());
        try {
            dial = dialer.dial(new InetSocketAddress(address, target.port()), connection);
        } catch (IllegalStateException e) {
            // MINA's word for a connector that was closed.
            giveUp(Reason.UNAVAILABLE, MinaConnector.STOPPED);
        }
    }

    /** Whether this is the socket that is waited for. */
    boolean accepts(Dialer.Dial connected) {
        return !over && connected == dial;
    }

    void unreachable(Dialer.Dial failed, Throwable cause) {
        if (accepts(failed)) {
            LOG.debug("outbound connection failed: {}", cause.toString());
            allTimedOut = false;
            lastFailure = String.valueOf(cause.getMessage());
            dialNext();
        }
    }

    void tick(long now) {
        if (over || now - deadline < 0) {
            return;
        }
        Dialer.Dial begun = dial;
        if (begun == null) {
            giveUp(Reason.RESOLVE, "the look-up of " + host + " takes too long");
        } else {
            begun.cancel();
            dialNext();
        }
    }

    private void giveUp(Reason reason, String text) {
        connection.fail(reason, text);
        connection.end();
    }

    /** Releases what it holds. Any number of times. */
    void end() {
        over = true;
        if (cancelLookup != null) {
            cancelLookup.run();
        }
        Dialer.Dial begun = dial;
        if (begun != null) {
            begun.cancel();
        }
    }
}
