package org.letterlock.admin.core.internal;

import java.io.IOException;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.GatewayStatus.Setting;
import org.letterlock.admin.api.SettingChanges;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The effective settings of all our PIDs: what is configured, and the declared defaults of what is not; and what is
 * configured in vain.
 */
final class EffectiveSettings {

    private static final Logger LOG = LoggerFactory.getLogger(EffectiveSettings.class);
    private static final String MASK = "********";

    /** Bookkeeping of the runtime in a configuration. */
    private static final List<String> FOREIGN = List.of("service.", "felix.", "component.", "org.apache.karaf.");

    private final Predicate<String> isSet;

    EffectiveSettings(Predicate<String> isSet) {
        this.isSet = isSet;
    }

    static EffectiveSettings ofThisProcess() {
        return new EffectiveSettings(name -> System.getenv(name) != null);
    }

    List<Setting> of(@Nullable ConfigurationAdmin admin, DeclaredSettings declared) {
        List<Setting> settings = new ArrayList<>();
        Set<String> configured = new HashSet<>();
        for (Configuration configuration : configurations(admin)) {
            configured.add(configuration.getPid());
            configured(configuration, declared.of(configuration), settings);
        }
        declared.singletons().forEach((pid, type) -> {
            if (!configured.contains(pid)) {
                defaults(pid, type.defaults(), settings);
            }
        });
        settings.sort(Comparator.comparing(Setting::pid).thenComparing(Setting::key));
        return settings;
    }

    /** A line for each configured key that its component does not know, so that it has no effect. */
    static List<String> unknown(@Nullable ConfigurationAdmin admin, DeclaredSettings declared) {
        List<String> lines = new ArrayList<>();
        for (Configuration configuration : configurations(admin)) {
            Set<String> known = declared.of(configuration).keySet();
            Dictionary<String, Object> raw = configuration.getProperties();
            if (raw != null && !known.isEmpty()) {
                Collections.list(raw.keys()).stream()
                        .filter(key -> !known.contains(key) && isSetting(key) && !isOfTheRuntime(key))
                        .sorted()
                        .forEach(key ->
                                lines.add(configuration.getPid() + ": " + key + ": is not known to this component"));
            }
        }
        lines.sort(Comparator.naturalOrder());
        return lines;
    }

    static boolean isSetting(String key) {
        return FOREIGN.stream().noneMatch(key::startsWith);
    }

    /** Whether the component runtime reads it: which services a component gets, and how many. */
    private static boolean isOfTheRuntime(String key) {
        return key.endsWith(".target") || key.endsWith(".cardinality.minimum");
    }

    static List<Configuration> configurations(@Nullable ConfigurationAdmin admin) {
        if (admin == null) {
            return List.of();
        }
        try {
            Configuration[] found = admin.listConfigurations("(service.pid=" + OurBundles.PREFIX + "*)");
            return found == null ? List.of() : List.of(found);
        } catch (IOException e) {
            LOG.error("the configuration cannot be read: {}", e.toString());
            return List.of();
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void configured(Configuration configuration, Map<String, Optional<String>> known, List<Setting> settings) {
        String pid = configuration.getPid();
        Dictionary<String, Object> raw = configuration.getProperties();
        Dictionary<String, Object> processed = configuration.getProcessedProperties(null);
        if (raw == null || processed == null) {
            return;
        }
        Map<String, Optional<String>> missing = new TreeMap<>(known);
        for (String key : Collections.list(raw.keys())) {
            missing.remove(key);
            if (isSetting(key)) {
                Object value = processed.get(key);
                settings.add(setting(pid, key, text(value), SettingSource.of(raw.get(key), isSet)));
            }
        }
        defaults(pid, missing, settings);
    }

    private static void defaults(String pid, Map<String, Optional<String>> keys, List<Setting> settings) {
        keys.forEach(
                (key, value) -> value.ifPresent(text -> settings.add(setting(pid, key, text, SettingSource.DEFAULT))));
    }

    private static Setting setting(String pid, String key, String value, String source) {
        boolean secret = SettingChanges.isSecret(key) && !value.isEmpty();
        return new Setting(pid, key, secret ? MASK : value, source);
    }

    static String text(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        Stream<?> parts = Stream.of(value);
        if (value instanceof Collection<?> collection) {
            parts = collection.stream();
        } else if (value.getClass().isArray()) {
            parts = IntStream.range(0, Array.getLength(value)).mapToObj(i -> Array.get(value, i));
        }
        return parts.map(String::valueOf).collect(Collectors.joining(","));
    }
}
