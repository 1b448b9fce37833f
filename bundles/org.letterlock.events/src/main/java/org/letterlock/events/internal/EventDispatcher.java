package org.letterlock.events.internal;

import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.letterlock.settings.SettingsReader;
import org.letterlock.spi.api.EventFigures;
import org.letterlock.spi.api.GatewayEvent;
import org.letterlock.spi.api.GatewayEventListener;
import org.letterlock.spi.api.GatewayEvents;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;

/** Tells the listeners what happens. Each has a queue and a thread of its own, so that none of them delays anybody else. */
@Component(
        name = EventDispatcher.PID,
        service = {GatewayEvents.class, EventFigures.class},
        immediate = true)
@Designate(ocd = Config.class)
public final class EventDispatcher implements GatewayEvents, EventFigures {

    static final String PID = "org.letterlock.events";

    /** Below the 3 s that a callback of the component runtime may take. */
    private static final Duration MAX_STOP = Duration.ofSeconds(2);

    private static final Delivery[] NONE = {};

    private final int capacity;
    private final Duration maxStop;
    private final Clock clock;

    /** Guarded by this. */
    private final Map<Object, Delivery> byKey = new LinkedHashMap<>();

    /** The same, to be read without a lock; never written to. */
    private volatile Delivery[] deliveries = NONE;

    /**
     * Called by the component runtime.
     *
     * @param config declares the setting and its default
     * @param properties the setting
     */
    @Activate
    public EventDispatcher(Config config, Map<String, Object> properties) {
        this(capacity(properties), MAX_STOP, Clock.systemUTC());
    }

    EventDispatcher(int capacity, Duration maxStop, Clock clock) {
        this.capacity = capacity;
        this.maxStop = maxStop;
        this.clock = clock;
    }

    static int capacity(Map<String, ?> properties) {
        // Fewer could come while a listener's thread gathers.
        return new SettingsReader(PID, properties).integer("maxQueuedEvents", 1_000, 1_000_000);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindListener(GatewayEventListener listener, ServiceReference<GatewayEventListener> reference) {
        add(reference, nameOf(listener, reference), listener);
    }

    void unbindListener(GatewayEventListener listener, ServiceReference<GatewayEventListener> reference) {
        remove(reference);
    }

    private static ListenerName nameOf(
            GatewayEventListener listener, ServiceReference<GatewayEventListener> reference) {
        Object component = reference.getProperty("component.name");
        // Null where it has left again.
        Bundle bundle = reference.getBundle();
        return new ListenerName(
                component == null ? listener.getClass().getName() : component.toString(),
                bundle == null || bundle.getSymbolicName() == null ? "unknown" : bundle.getSymbolicName(),
                bundle == null ? "unknown" : bundle.getVersion().toString());
    }

    /** Begins to tell a listener. */
    synchronized Delivery add(Object key, ListenerName name, GatewayEventListener listener) {
        Delivery delivery = new Delivery(name, listener, capacity, clock);
        byKey.put(key, delivery);
        deliveries = byKey.values().toArray(NONE);
        delivery.start();
        return delivery;
    }

    /** Ends to tell a listener, and waits a moment for it. */
    void remove(Object key) {
        Delivery gone = take(key);
        if (gone != null) {
            end(List.of(gone));
        }
    }

    private synchronized @Nullable Delivery take(Object key) {
        Delivery taken = byKey.remove(key);
        deliveries = byKey.values().toArray(NONE);
        return taken;
    }

    @Deactivate
    void deactivate() {
        end(takeAll());
    }

    private synchronized List<Delivery> takeAll() {
        List<Delivery> all = List.copyOf(byKey.values());
        byKey.clear();
        deliveries = NONE;
        return all;
    }

    private void end(List<Delivery> gone) {
        long deadline = System.nanoTime() + maxStop.toNanos();
        gone.forEach(Delivery::stop);
        gone.forEach(delivery -> delivery.awaitEnd(deadline));
    }

    @Override
    public void publish(GatewayEvent event) {
        for (Delivery delivery : deliveries) {
            delivery.offer(event);
        }
    }

    @Override
    public List<ListenerFigures> listeners() {
        return Arrays.stream(deliveries).map(Delivery::figures).toList();
    }
}
