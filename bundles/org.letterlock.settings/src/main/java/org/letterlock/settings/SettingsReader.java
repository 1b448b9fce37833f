package org.letterlock.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Typed access to the properties of a component. Every value is checked, nothing is repaired: what cannot be used throws
 * {@link SettingException}. Texts and the declared types are both read, since configuration files know texts only.
 */
public final class SettingsReader {

    private final String pid;
    private final Map<String, ?> properties;

    /**
     * Makes a reader.
     *
     * @param pid the PID that an administrator would edit
     * @param properties the component's properties, defaults included
     */
    public SettingsReader(String pid, Map<String, ?> properties) {
        this.pid = pid;
        this.properties = properties;
    }

    /** A text, not blank. */
    public String text(String key) {
        String value = optionalText(key);
        if (value.isEmpty()) {
            throw new SettingException(pid, key, "is not set");
        }
        return value;
    }

    /** A text, empty if it is not set. */
    public String optionalText(String key) {
        Object value = properties.get(key);
        String text = value == null ? "" : value.toString().trim();
        if (text.startsWith("$[")) {
            throw new SettingException(pid, key, "could not be resolved: " + text);
        }
        return text;
    }

    /** A whole number from min to max. */
    public int integer(String key, int min, int max) {
        return (int) longInteger(key, min, max);
    }

    /** A whole number from min to max. */
    public long longInteger(String key, long min, long max) {
        String text = text(key);
        long value;
        try {
            value = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new SettingException(pid, key, "'" + text + "' is not a whole number");
        }
        if (value < min || value > max) {
            throw new SettingException(pid, key, value + " is not between " + min + " and " + max);
        }
        return value;
    }

    /** {@code true} or {@code false}. */
    public boolean bool(String key) {
        String text = text(key).toLowerCase(Locale.ROOT);
        if (!text.equals("true") && !text.equals("false")) {
            throw new SettingException(pid, key, "'" + text + "' is neither true nor false");
        }
        return text.equals("true");
    }

    /** A constant of an enum, written in any case, with {@code -} for {@code _}. */
    public <E extends Enum<E>> E oneOf(String key, Class<E> type) {
        String text = text(key);
        String name = text.toUpperCase(Locale.ROOT).replace('-', '_');
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(name)) {
                return constant;
            }
        }
        List<String> names = Arrays.stream(type.getEnumConstants())
                .map(c -> c.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
        throw new SettingException(pid, key, "'" + text + "' is none of " + String.join(", ", names));
    }

    /** An absolute path. */
    public Path path(String key) {
        String text = text(key);
        try {
            Path path = Path.of(text);
            if (!path.isAbsolute()) {
                throw new SettingException(pid, key, "'" + text + "' is not an absolute path");
            }
            return path.normalize();
        } catch (InvalidPathException e) {
            throw new SettingException(pid, key, "'" + text + "' is no path");
        }
    }

    /** Texts separated by commas, none blank; an array is read as such. */
    public List<String> list(String key) {
        Object value = properties.get(key);
        String[] parts =
                value instanceof String[] array ? array : optionalText(key).split(",", -1);
        return Arrays.stream(parts).map(String::trim).filter(s -> !s.isEmpty()).toList();
    }

    /** IP addresses and networks separated by commas, none if it is blank. */
    public CidrList cidrs(String key) {
        try {
            return CidrList.of(list(key));
        } catch (IllegalArgumentException e) {
            throw new SettingException(pid, key, String.valueOf(e.getMessage()));
        }
    }

    /** For a check of the component's own: what is wrong with a key. */
    public SettingException invalid(String key, String reason) {
        return new SettingException(pid, key, reason);
    }
}
