package org.letterlock.admin.core.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.osgi.service.cm.Configuration;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.ObjectClassDefinition;

/** What the metatype definitions of bundles declare, by PID. */
final class DeclaredSettings {

    /**
     * The settings of a component.
     *
     * @param name for people
     * @param description for people, may be empty
     * @param keys in the order in which they are declared
     */
    record Type(String name, String description, List<AttributeDefinition> keys) {

        /** The declared keys with their defaults. */
        Map<String, Optional<String>> defaults() {
            Map<String, Optional<String>> defaults = new TreeMap<>();
            keys.forEach(key -> defaults.put(key.getID(), defaultOf(key)));
            return defaults;
        }

        Optional<AttributeDefinition> key(String id) {
            return keys.stream().filter(key -> key.getID().equals(id)).findFirst();
        }

        static Optional<String> defaultOf(AttributeDefinition key) {
            return Optional.ofNullable(key.getDefaultValue()).map(values -> String.join(",", values));
        }
    }

    private final Map<String, Type> singletons = new TreeMap<>();
    private final Map<String, Type> factories = new TreeMap<>();

    DeclaredSettings(Collection<MetaTypeInformation> bundles) {
        for (MetaTypeInformation types : bundles) {
            collect(types, types.getPids(), singletons);
            collect(types, types.getFactoryPids(), factories);
        }
    }

    private static void collect(MetaTypeInformation types, String @Nullable [] pids, Map<String, Type> found) {
        for (String pid : pids == null ? new String[0] : pids) {
            ObjectClassDefinition type = types.getObjectClassDefinition(pid, null);
            AttributeDefinition[] attributes = type.getAttributeDefinitions(ObjectClassDefinition.ALL);
            List<AttributeDefinition> keys =
                    attributes == null ? List.of() : new ArrayList<>(Arrays.asList(attributes));
            Type former = found.get(pid);
            String description = type.getDescription() == null ? "" : type.getDescription();
            // Both versions of a bundle may be there while one takes the other's place.
            found.put(
                    pid,
                    former == null || former.keys.size() < keys.size()
                            ? new Type(type.getName(), description, keys)
                            : former);
        }
    }

    /** The keys of a configuration's component with their defaults; empty if nothing is declared for it. */
    Map<String, Optional<String>> of(Configuration configuration) {
        Type type = type(configuration.getPid(), configuration.getFactoryPid());
        return type == null ? Map.of() : type.defaults();
    }

    /** What is declared for a PID, null if nothing is. */
    @Nullable Type type(String pid, @Nullable String factoryPid) {
        return factoryPid == null ? singletons.get(pid) : factories.get(factoryPid);
    }

    /** By PID, those of factories aside. */
    Map<String, Type> singletons() {
        return Collections.unmodifiableMap(singletons);
    }
}
