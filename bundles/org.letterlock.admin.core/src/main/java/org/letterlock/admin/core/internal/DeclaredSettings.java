package org.letterlock.admin.core.internal;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.osgi.service.cm.Configuration;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.ObjectClassDefinition;

/** What the metatype definitions of bundles declare: keys with their defaults, by PID. */
final class DeclaredSettings {

    private final Map<String, Map<String, Optional<String>>> singletons = new TreeMap<>();
    private final Map<String, Map<String, Optional<String>>> factories = new TreeMap<>();

    DeclaredSettings(Collection<MetaTypeInformation> bundles) {
        for (MetaTypeInformation types : bundles) {
            collect(types, types.getPids(), singletons);
            collect(types, types.getFactoryPids(), factories);
        }
    }

    private static void collect(
            MetaTypeInformation types, String @Nullable [] pids, Map<String, Map<String, Optional<String>>> found) {
        for (String pid : pids == null ? new String[0] : pids) {
            ObjectClassDefinition type = types.getObjectClassDefinition(pid, null);
            AttributeDefinition[] attributes = type.getAttributeDefinitions(ObjectClassDefinition.ALL);
            Map<String, Optional<String>> keys = found.computeIfAbsent(pid, p -> new TreeMap<>());
            for (AttributeDefinition attribute : attributes == null ? new AttributeDefinition[0] : attributes) {
                keys.put(
                        attribute.getID(),
                        Optional.ofNullable(attribute.getDefaultValue()).map(values -> String.join(",", values)));
            }
        }
    }

    /** The keys of a configuration's component; empty if nothing is declared for it. */
    Map<String, Optional<String>> of(Configuration configuration) {
        String factoryPid = configuration.getFactoryPid();
        return factoryPid == null
                ? singletons.getOrDefault(configuration.getPid(), Map.of())
                : factories.getOrDefault(factoryPid, Map.of());
    }

    /** By PID, those of factories aside. */
    Map<String, Map<String, Optional<String>>> singletons() {
        return singletons;
    }
}
