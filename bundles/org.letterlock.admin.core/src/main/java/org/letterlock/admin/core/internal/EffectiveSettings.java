package org.letterlock.admin.core.internal;

import java.io.IOException;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.GatewayStatus.Setting;
import org.osgi.framework.Bundle;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The effective settings of all our PIDs: what is configured, and the declared defaults of what is not. */
final class EffectiveSettings {

    private static final Logger LOG = LoggerFactory.getLogger(EffectiveSettings.class);
    private static final String MASK = "********";
    private static final List<String> SECRETS = List.of("password", "secret", "token");

    /** Bookkeeping of the runtime in a configuration. */
    private static final List<String> FOREIGN = List.of("service.", "felix.", "component.", "org.apache.karaf.");

    private final Predicate<String> isSet;

    EffectiveSettings(Predicate<String> isSet) {
        this.isSet = isSet;
    }

    List<Setting> of(
            @Nullable ConfigurationAdmin admin, @Nullable MetaTypeService metaTypes, Collection<Bundle> bundles) {
        Map<String, Map<String, String>> defaults = new TreeMap<>();
        Map<String, Map<String, String>> factoryDefaults = new TreeMap<>();
        if (metaTypes != null) {
            for (Bundle bundle : bundles) {
                // Null for a bundle that is not resolved.
                @Nullable MetaTypeInformation types = metaTypes.getMetaTypeInformation(bundle);
                if (types != null) {
                    collect(types, types.getPids(), defaults);
                    collect(types, types.getFactoryPids(), factoryDefaults);
                }
            }
        }
        List<Setting> settings = new ArrayList<>();
        for (Configuration configuration : configurations(admin)) {
            String pid = configuration.getPid();
            String factoryPid = configuration.getFactoryPid();
            Map<String, String> known = factoryPid == null
                    ? defaults.getOrDefault(pid, Map.of())
                    : factoryDefaults.getOrDefault(factoryPid, Map.of());
            defaults.remove(pid);
            configured(configuration, known, settings);
        }
        defaults.forEach((pid, values) ->
                values.forEach((key, value) -> settings.add(setting(pid, key, value, SettingSource.DEFAULT))));
        settings.sort(Comparator.comparing(Setting::pid).thenComparing(Setting::key));
        return settings;
    }

    private static void collect(
            MetaTypeInformation types, String @Nullable [] pids, Map<String, Map<String, String>> defaults) {
        for (String pid : pids == null ? new String[0] : pids) {
            ObjectClassDefinition type = types.getObjectClassDefinition(pid, null);
            AttributeDefinition[] attributes = type.getAttributeDefinitions(ObjectClassDefinition.ALL);
            Map<String, String> values = defaults.computeIfAbsent(pid, p -> new TreeMap<>());
            for (AttributeDefinition attribute : attributes == null ? new AttributeDefinition[0] : attributes) {
                String[] value = attribute.getDefaultValue();
                if (value != null) {
                    values.put(attribute.getID(), String.join(",", value));
                }
            }
        }
    }

    private static List<Configuration> configurations(@Nullable ConfigurationAdmin admin) {
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

    private void configured(Configuration configuration, Map<String, String> defaults, List<Setting> settings) {
        String pid = configuration.getPid();
        Dictionary<String, Object> raw = configuration.getProperties();
        Dictionary<String, Object> processed = configuration.getProcessedProperties(null);
        if (raw == null || processed == null) {
            return;
        }
        Map<String, String> missing = new TreeMap<>(defaults);
        for (String key : Collections.list(raw.keys())) {
            missing.remove(key);
            if (FOREIGN.stream().noneMatch(key::startsWith)) {
                Object value = processed.get(key);
                settings.add(setting(pid, key, text(value), SettingSource.of(raw.get(key), isSet)));
            }
        }
        missing.forEach((key, value) -> settings.add(setting(pid, key, value, SettingSource.DEFAULT)));
    }

    private static Setting setting(String pid, String key, String value, String source) {
        String lower = key.toLowerCase(Locale.ROOT);
        boolean secret = SECRETS.stream().anyMatch(lower::contains) && !value.isEmpty();
        return new Setting(pid, key, secret ? MASK : value, source);
    }

    private static String text(@Nullable Object value) {
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
