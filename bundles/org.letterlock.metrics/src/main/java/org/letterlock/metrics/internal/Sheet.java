package org.letterlock.metrics.internal;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongBinaryOperator;

/**
 * Counters and gauges that are read from the gateway's parts when somebody asks. What comes twice with the same labels, as of
 * two mailboxes of one name, becomes one. Used by one thread.
 */
final class Sheet {

    private record Family(String name, String help) {}

    private final Map<Family, Map<Labels, Long>> counters = new LinkedHashMap<>();
    private final Map<Family, Map<Labels, Long>> gauges = new LinkedHashMap<>();

    /** A number that only grows; its name is given without {@code _total}. Twice is added up. */
    void counter(String name, String help, long value, String... labels) {
        put(counters, name, help, value, Long::sum, labels);
    }

    /** A number that goes up and down. Twice is added up. */
    void gauge(String name, String help, long value, String... labels) {
        put(gauges, name, help, value, Long::sum, labels);
    }

    /** A condition, as 0 or 1. Twice is 0 if either is. */
    void condition(String name, String help, boolean value, String... labels) {
        put(gauges, name, help, value ? 1 : 0, Math::min, labels);
    }

    /** When something last happened. Of two the later one stands. */
    void latest(String name, String help, long epochSeconds, String... labels) {
        put(gauges, name, help, epochSeconds, Math::max, labels);
    }

    /** Since when something is so. Of two the earlier one stands. */
    void earliest(String name, String help, long epochSeconds, String... labels) {
        put(gauges, name, help, epochSeconds, Math::min, labels);
    }

    private static void put(
            Map<Family, Map<Labels, Long>> families,
            String name,
            String help,
            long value,
            LongBinaryOperator both,
            String... labels) {
        families.computeIfAbsent(new Family(name, help), family -> new LinkedHashMap<>())
                .merge(Labels.of(labels), value, both::applyAsLong);
    }

    MetricSnapshots snapshots() {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        counters.forEach((family, values) -> {
            CounterSnapshot.Builder counter =
                    CounterSnapshot.builder().name(family.name()).help(family.help());
            values.forEach((labels, value) -> counter.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                    .labels(labels)
                    .value((double) value)
                    .build()));
            all.metricSnapshot(counter.build());
        });
        gauges.forEach((family, values) -> {
            GaugeSnapshot.Builder gauge =
                    GaugeSnapshot.builder().name(family.name()).help(family.help());
            values.forEach((labels, value) -> gauge.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                    .labels(labels)
                    .value((double) value)
                    .build()));
            all.metricSnapshot(gauge.build());
        });
        return all.build();
    }
}
