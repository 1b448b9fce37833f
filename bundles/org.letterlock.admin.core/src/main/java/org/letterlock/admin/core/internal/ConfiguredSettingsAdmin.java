package org.letterlock.admin.core.internal;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.AdminException.Reason;
import org.letterlock.admin.api.ComponentSettings;
import org.letterlock.admin.api.ComponentSettings.Item;
import org.letterlock.admin.api.GatewayStatus.Setting;
import org.letterlock.admin.api.SettingChanges;
import org.letterlock.admin.api.SettingsAdmin;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.metatype.AttributeDefinition;

/**
 * Settings by ConfigurationAdmin, which tells the components at once; the file installer that reads {@code etc/} writes
 * changes back there, comments and all.
 */
final class ConfiguredSettingsAdmin implements SettingsAdmin {

    /** By this key the file installer knows the file of a configuration. */
    private static final String FILE = "felix.fileinstall.filename";

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?");
    private static final int MAX_VALUE = 10_000;

    private final Path etc;
    private final Supplier<@Nullable ConfigurationAdmin> admins;
    private final Supplier<DeclaredSettings> declared;
    private final EffectiveSettings effective;
    private final SettingsEffect effect;

    /**
     * Makes it.
     *
     * @param etc the folder of configuration files
     * @param admins the configuration admin of the moment, null while it is away
     * @param declared what components declare
     * @param effective says what holds
     * @param effect waits until a component has taken its settings
     */
    ConfiguredSettingsAdmin(
            Path etc,
            Supplier<@Nullable ConfigurationAdmin> admins,
            Supplier<DeclaredSettings> declared,
            EffectiveSettings effective,
            SettingsEffect effect) {
        this.etc = etc;
        this.admins = admins;
        this.declared = declared;
        this.effective = effective;
        this.effect = effect;
    }

    @Override
    public List<ComponentSettings> settings() throws AdminException {
        ConfigurationAdmin admin = admin();
        DeclaredSettings types = declared.get();
        Map<String, Map<String, Setting>> values = effective.of(admin, types).stream()
                .collect(Collectors.groupingBy(Setting::pid, Collectors.toMap(Setting::key, setting -> setting)));
        List<ComponentSettings> found = new ArrayList<>();
        Set<String> pids = new TreeSet<>(types.singletons().keySet());
        for (Configuration configuration : EffectiveSettings.configurations(admin)) {
            if (configuration.getFactoryPid() == null) {
                pids.add(configuration.getPid());
            } else {
                add(configuration.getPid(), configuration.getFactoryPid(), types, values, found);
            }
        }
        pids.forEach(pid -> add(pid, null, types, values, found));
        found.sort(Comparator.comparing(ComponentSettings::pid));
        return found;
    }

    @Override
    public ComponentSettings settings(String pid) throws AdminException {
        return settings().stream()
                .filter(component -> component.pid().equals(pid))
                .findFirst()
                .orElseThrow(() -> unknown(pid));
    }

    private static void add(
            String pid,
            @Nullable String factoryPid,
            DeclaredSettings types,
            Map<String, Map<String, Setting>> values,
            List<ComponentSettings> found) {
        DeclaredSettings.Type type = types.type(pid, factoryPid);
        if (type != null) {
            Map<String, Setting> held = values.getOrDefault(pid, Map.of());
            found.add(new ComponentSettings(
                    pid,
                    factoryPid,
                    type.name(),
                    type.description(),
                    type.keys().stream()
                            .map(key -> item(key, held.get(key.getID())))
                            .toList()));
        }
    }

    private static Item item(AttributeDefinition key, @Nullable Setting held) {
        String[] options = key.getOptionValues();
        String description = key.getDescription() == null ? "" : key.getDescription();
        return new Item(
                key.getID(),
                switch (key.getType()) {
                    case AttributeDefinition.INTEGER, AttributeDefinition.SHORT, AttributeDefinition.BYTE -> "integer";
                    case AttributeDefinition.LONG -> "long";
                    case AttributeDefinition.DOUBLE, AttributeDefinition.FLOAT -> "double";
                    case AttributeDefinition.BOOLEAN -> "boolean";
                    default -> "string";
                },
                key.getCardinality() != 0,
                options == null ? List.of() : List.of(options),
                description,
                DeclaredSettings.Type.defaultOf(key).orElse(""),
                held == null ? "" : held.value(),
                held == null ? SettingSource.DEFAULT : held.source(),
                SettingChanges.isSecret(key.getID()));
    }

    @Override
    public synchronized ComponentSettings changeSettings(String pid, SettingChanges changes) throws AdminException {
        ComponentSettings component = settings(pid);
        check(pid, component.factoryPid(), changes);
        try {
            Configuration configuration = admin().getConfiguration(pid, "?");
            Dictionary<String, Object> former = configuration.getProperties();
            apply(configuration, former, changes);
            String fault = effect.await(pid, component.factoryPid(), expected(component, configuration, changes));
            if (fault != null) {
                restore(configuration, former);
                throw new AdminException(Reason.INVALID, fault, null);
            }
        } catch (IOException e) {
            throw notKept(pid, e);
        }
        return settings(pid);
    }

    /** What the component's properties are once it has its new settings. */
    private static Map<String, String> expected(
            ComponentSettings component, Configuration configuration, SettingChanges changes) {
        Dictionary<String, Object> processed = configuration.getProcessedProperties(null);
        return component.settings().stream()
                .filter(item -> changes.values().containsKey(item.key()))
                .collect(Collectors.toMap(Item::key, item -> {
                    Object value = processed == null ? null : processed.get(item.key());
                    return value == null ? item.defaultValue() : EffectiveSettings.text(value);
                }));
    }

    private void apply(Configuration configuration, @Nullable Dictionary<String, Object> former, SettingChanges changes)
            throws IOException {
        Map<String, Object> next = new HashMap<>();
        if (former != null) {
            former.keys().asIterator().forEachRemaining(key -> next.put(key, former.get(key)));
        }
        changes.values().forEach((key, value) -> {
            if (value == null) {
                next.remove(key);
            } else {
                next.put(key, value);
            }
        });
        if (!next.containsKey(FILE)) {
            // Without a file of its own, what is changed would not outlast Karaf's cache.
            next.put(FILE, file(configuration.getPid() + ".cfg", changes));
        }
        configuration.update(FrameworkUtil.asDictionary(next));
    }

    private static void restore(Configuration configuration, @Nullable Dictionary<String, Object> former)
            throws IOException {
        if (former == null) {
            configuration.delete();
        } else {
            configuration.update(former);
        }
    }

    /** Writes a new file of {@code etc/} and returns how the file installer names it. */
    private String file(String name, SettingChanges changes) throws IOException {
        Path file = etc.resolve(name);
        Path draft = Files.createTempFile(etc, "." + name, ".tmp");
        Files.write(
                draft,
                changes.values().entrySet().stream()
                        .filter(change -> change.getValue() != null)
                        .map(change -> change.getKey() + " = " + escaped(change.getValue()))
                        .toList());
        Files.move(draft, file);
        return file.toUri().toString();
    }

    /** As the file installer reads it. */
    private static String escaped(String value) {
        return value.replace("\\", "\\\\");
    }

    @Override
    public synchronized ComponentSettings createSettings(String factoryPid, String name, SettingChanges changes)
            throws AdminException {
        if (declared.get().type("", factoryPid) == null) {
            throw unknown(factoryPid);
        }
        if (!NAME.matcher(name).matches()) {
            throw new AdminException(Reason.INVALID, "a name is 1 to 40 lower-case letters, digits and hyphens", null);
        }
        String pid = factoryPid + "~" + name;
        if (settings().stream().anyMatch(component -> component.pid().equals(pid))) {
            throw new AdminException(Reason.CONFLICT, pid + " is there already", null);
        }
        check(pid, factoryPid, changes);
        try {
            Configuration configuration = admin().getFactoryConfiguration(factoryPid, name, "?");
            Map<String, Object> properties = new HashMap<>();
            changes.values().forEach((key, value) -> {
                if (value != null) {
                    properties.put(key, value);
                }
            });
            properties.put(FILE, file(factoryPid + "-" + name + ".cfg", changes));
            configuration.update(FrameworkUtil.asDictionary(properties));
            String fault = effect.await(pid, factoryPid, expected(settings(pid), configuration, changes));
            if (fault != null) {
                delete(configuration);
                throw new AdminException(Reason.INVALID, fault, null);
            }
        } catch (IOException e) {
            throw notKept(pid, e);
        }
        return settings(pid);
    }

    @Override
    public synchronized void deleteSettings(String pid) throws AdminException {
        ComponentSettings component = settings(pid);
        if (component.factoryPid() == null) {
            throw new AdminException(Reason.CONFLICT, pid + " is needed; change its settings instead", null);
        }
        try {
            delete(admin().getConfiguration(pid, "?"));
        } catch (IOException e) {
            throw notKept(pid, e);
        }
    }

    private static void delete(Configuration configuration) throws IOException {
        Dictionary<String, Object> properties = configuration.getProperties();
        Object file = properties == null ? null : properties.get(FILE);
        configuration.delete();
        if (file != null) {
            Files.deleteIfExists(Path.of(URI.create(file.toString())));
        }
    }

    private void check(String pid, @Nullable String factoryPid, SettingChanges changes) throws AdminException {
        DeclaredSettings.Type type = declared.get().type(pid, factoryPid);
        if (type == null) {
            throw unknown(pid);
        }
        for (Map.Entry<String, @Nullable String> change : changes.values().entrySet()) {
            String value = change.getValue();
            AttributeDefinition key = type.key(change.getKey())
                    .orElseThrow(() -> invalid(pid, change.getKey(), "is not known to this component"));
            if (value != null && value.length() > MAX_VALUE) {
                throw invalid(pid, key.getID(), "is longer than " + MAX_VALUE + " characters");
            }
            if (value != null && value.chars().anyMatch(Character::isISOControl)) {
                throw invalid(pid, key.getID(), "has a control character");
            }
            // What a variable stands for is checked by the component.
            String fault = value == null || value.contains("$[") || value.isEmpty() ? null : key.validate(value);
            if (fault != null && !fault.isEmpty()) {
                throw invalid(pid, key.getID(), "'" + value + "' " + fault);
            }
        }
    }

    private ConfigurationAdmin admin() throws AdminException {
        ConfigurationAdmin admin = admins.get();
        if (admin == null) {
            throw new AdminException(Reason.UNAVAILABLE, "the configuration admin is not there", null);
        }
        return admin;
    }

    private static AdminException unknown(String pid) {
        return new AdminException(Reason.NOT_FOUND, "there is no component '" + VisibleText.of(pid, 80) + "'", null);
    }

    private static AdminException invalid(String pid, String key, String fault) {
        return new AdminException(Reason.INVALID, pid + ": " + VisibleText.of(key, 80) + ": " + fault, null);
    }

    private static AdminException notKept(String pid, IOException cause) {
        return new AdminException(
                Reason.UNAVAILABLE, "the settings of " + pid + " could not be kept: " + cause.getMessage(), cause);
    }
}
