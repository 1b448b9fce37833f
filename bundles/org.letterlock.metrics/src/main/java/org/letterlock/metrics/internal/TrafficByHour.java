package org.letterlock.metrics.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.Traffic;
import org.letterlock.admin.api.TrafficAdmin;
import org.letterlock.spi.api.GatewayEvent;
import org.letterlock.spi.api.GatewayEventListener;
import org.letterlock.spi.api.MailAccepted;
import org.letterlock.spi.api.PickupFinished;
import org.letterlock.spi.api.RecipientRefused;
import org.letterlock.spi.api.Role;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Counts what goes through the gateway, by hour, since this bundle started. */
@Component(
        name = "org.letterlock.metrics.traffic",
        service = {GatewayEventListener.class, TrafficAdmin.class})
public final class TrafficByHour implements GatewayEventListener, TrafficAdmin {

    private static final int HOURS = 48;

    private final Clock clock;
    private final Instant since;
    private final Hour total;

    /** A ring: the place of an hour is its number since the epoch, modulo its size. */
    private final Hour[] hours = new Hour[HOURS];

    private static final class Hour {
        private final Instant start;
        private long received;
        private long proxied;
        private long octets;
        private long pickedUp;
        private long refused;

        Hour(Instant start) {
            this.start = start;
        }

        void add(GatewayEvent event) {
            if (event instanceof MailAccepted accepted) {
                octets += accepted.octets();
                if (accepted.role() == Role.JOURNAL) {
                    received++;
                } else {
                    proxied++;
                }
            } else if (event instanceof PickupFinished finished) {
                pickedUp += finished.deleted();
            } else if (event instanceof RecipientRefused) {
                refused++;
            }
        }

        Traffic.Hour view() {
            return new Traffic.Hour(start, received, proxied, octets, pickedUp, refused);
        }
    }

    /** Called by the component runtime. */
    @Activate
    public TrafficByHour() {
        this(Clock.systemUTC());
    }

    TrafficByHour(Clock clock) {
        this.clock = clock;
        this.since = clock.instant();
        this.total = new Hour(since);
    }

    @Override
    public synchronized void on(GatewayEvent event) {
        total.add(event);
        Hour hour = hour(event.time());
        if (hour != null) {
            hour.add(event);
        }
    }

    /** The hour of a moment, begun if it has not been; null if it is over for too long. */
    private @Nullable Hour hour(Instant time) {
        Instant start = time.truncatedTo(ChronoUnit.HOURS);
        Hour there = hours[place(start)];
        if (there == null || there.start.isBefore(start)) {
            there = new Hour(start);
            hours[place(start)] = there;
        }
        return there.start.equals(start) ? there : null;
    }

    private static int place(Instant start) {
        return Math.floorMod(start.getEpochSecond() / Duration.ofHours(1).toSeconds(), HOURS);
    }

    @Override
    public synchronized Traffic traffic() {
        Instant current = clock.instant().truncatedTo(ChronoUnit.HOURS);
        List<Traffic.Hour> last = new ArrayList<>();
        for (int ago = HOURS - 1; ago >= 0; ago--) {
            Instant start = current.minus(ago, ChronoUnit.HOURS);
            Hour hour = hours[place(start)];
            last.add((hour == null || !hour.start.equals(start) ? new Hour(start) : hour).view());
        }
        return new Traffic(since, total.received, total.proxied, total.octets, total.pickedUp, total.refused, last);
    }
}
