package org.letterlock.metrics.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.spi.api.EventFigures.ListenerFigures;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.MessageIndex;
import org.letterlock.storage.api.StoreStatus;
import org.letterlock.transport.api.ListenerStatus;
import org.letterlock.transport.api.Listeners;

/** What the gateway's parts say of themselves. */
final class PartMetrics {

    private final Parts parts;
    private final Sheet sheet;

    PartMetrics(Parts parts, Sheet sheet) {
        this.parts = parts;
        this.sheet = sheet;
    }

    void collect() {
        Listeners listeners = parts.listeners();
        List<ListenerStatus> ports = listeners == null ? List.of() : listeners.status();
        boolean drained = listeners != null && listeners.isDraining();
        StoreStatus store = parts.store() == null ? null : parts.store().status();
        boolean accepts =
                !ports.isEmpty() && ports.stream().allMatch(port -> port.state() == ListenerStatus.State.ACCEPTING);
        sheet.condition(
                "letterlock_ready",
                "Whether every listener accepts, new connections are served, mails can be stored and the mailboxes are"
                        + " there",
                accepts && !drained && store != null && store.writable() && parts.mailboxes() != null);
        sheet.condition("letterlock_drained", "Whether new connections are turned away until gateway:resume", drained);
        ports.forEach(this::listener);
        parts.proxies().forEach(this::proxy);
        if (store != null) {
            store(store);
            index(store.end(), parts.index());
        }
        if (parts.tls() != null) {
            sheet.earliest(
                    "letterlock_certificate_expiry_timestamp_seconds",
                    "When the certificate of the mail ports expires",
                    parts.tls().status().notAfter().getEpochSecond());
        }
        if (parts.events() != null) {
            parts.events().listeners().forEach(this::eventListener);
        }
    }

    private void listener(ListenerStatus port) {
        String[] labels = {
            "listener", port.listener().name(), "protocol", port.listener().protocol()
        };
        sheet.condition(
                "letterlock_listener_accepting",
                "Whether the port is bound and its connections are served",
                port.state() == ListenerStatus.State.ACCEPTING,
                labels);
        sheet.gauge("letterlock_listener_connections", "Open connections", port.connections(), labels);
        sheet.gauge(
                "letterlock_listener_waiting_connections",
                "Open connections that wait for a protocol, a certificate or a PROXY header",
                port.waiting(),
                labels);
        sheet.counter(
                "letterlock_listener_refused_connections",
                "Connections turned away because of a limit",
                port.refused(),
                labels);
    }

    private void proxy(Parts.Proxy proxy) {
        String role = proxy.role().toString();
        sheet.gauge(
                "letterlock_proxy_sessions",
                "Sessions behind their login",
                proxy.service().sessions().size(),
                "role",
                role);
        sheet.counter(
                "letterlock_proxy_uncopied_mails",
                "Mails that passed without a copy",
                proxy.service().uncopied(),
                "role",
                role);
    }

    private void store(StoreStatus store) {
        sheet.condition("letterlock_store_writable", "Whether mails can be stored", store.writable());
        sheet.gauge("letterlock_store_in_flight_bytes", "Octets taken and not yet durable", store.inFlightBytes());
        sheet.gauge("letterlock_store_used_bytes", "Size of all files of the store", store.usedBytes());
        sheet.gauge("letterlock_store_free_bytes", "Free space of the store's file system", store.freeBytes());
        sheet.gauge(
                "letterlock_store_low_water_bytes", "Free space below which no mail is taken", store.lowWaterBytes());
        sheet.gauge("letterlock_store_segments", "Segment files", store.segments());
        sheet.counter("letterlock_store_damaged_records", "Damaged places that the store found", store.damaged());
        sheet.gauge(
                "letterlock_store_quarantined_records",
                "Damaged records of which a copy is kept",
                store.quarantined().size());
        sheet.gauge(
                "letterlock_store_end_segment",
                "Segment of the last durable record",
                store.end().segment());
        sheet.gauge(
                "letterlock_store_end_offset_bytes",
                "Where in its segment the last durable record ends",
                store.end().offset());
    }

    private void index(LogPosition end, @Nullable MessageIndex index) {
        sheet.condition("letterlock_index_up", "Whether the index is there", index != null);
        if (index != null) {
            LogPosition position = index.position();
            sheet.gauge(
                    "letterlock_index_lag_segments",
                    "How many segments the index is behind the store",
                    Math.max(0, end.segment() - position.segment()));
            // Behind within a segment: how far. Elsewhere the difference of offsets means nothing.
            sheet.gauge(
                    "letterlock_index_lag_bytes",
                    "How far the index is behind within the segment; all of it while it is segments behind",
                    position.segment() == end.segment() ? Math.max(0, end.offset() - position.offset()) : end.offset());
        }
    }

    private void eventListener(ListenerFigures figures) {
        String[] labels = {"event_listener", figures.name(), "bundle", figures.bundle()};
        sheet.gauge("letterlock_event_queue_length", "Events that wait for a listener", figures.queued(), labels);
        sheet.gauge(
                "letterlock_event_queue_capacity", "Events that can wait for a listener", figures.capacity(), labels);
        sheet.counter(
                "letterlock_events_delivered", "Events that were handed to a listener", figures.delivered(), labels);
        sheet.counter(
                "letterlock_events_dropped",
                "Events that a listener's queue could not take",
                figures.dropped(),
                labels);
        sheet.counter("letterlock_event_failures", "Events that a listener failed on", figures.failures(), labels);
        if (figures.busySince() != null) {
            sheet.earliest(
                    "letterlock_event_busy_since_timestamp_seconds",
                    "Since when a listener has been handling one event; none if it waits",
                    figures.busySince().getEpochSecond(),
                    labels);
        }
    }
}
