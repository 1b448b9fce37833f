package org.letterlock.users.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.felix.utils.properties.Properties;

/**
 * A file of Karaf's realm: {@code USER = SECRET,GRANT,...}, where a grant is a role or a group ({@code _g_:NAME}), and groups
 * stand there as {@code _g_:NAME = group,ROLE,...}. Read whenever it is asked, since people edit it; what they wrote beside
 * the line that changes stays as it is. Who changes it holds a lock.
 */
final class RealmFile {

    private static final String GROUP_PREFIX = "_g_:";

    private final Path file;

    /**
     * A line.
     *
     * @param name the user
     * @param secret digest of the password, or a key
     * @param grants roles and groups, as they stand there
     * @param roles the roles, those of the groups too
     */
    record Entry(String name, String secret, List<String> grants, List<String> roles) {}

    RealmFile(Path file) {
        this.file = file;
    }

    /** The users, by name. */
    SortedMap<String, Entry> entries() throws IOException {
        Properties lines = read();
        SortedMap<String, Entry> entries = new TreeMap<>();
        lines.forEach((name, value) -> {
            if (!name.startsWith(GROUP_PREFIX)) {
                List<String> words = words(value);
                List<String> grants = words.subList(1, words.size());
                entries.put(name, new Entry(name, words.get(0), grants, roles(grants, lines)));
            }
        });
        return entries;
    }

    /** Adds a user, or changes one. */
    void put(String name, String secret, List<String> grants) throws IOException {
        Properties lines = read();
        lines.put(
                name,
                String.join(
                        ",", Stream.concat(Stream.of(secret), grants.stream()).toList()));
        write(lines);
    }

    /** Removes a user, if there is one of that name. */
    void remove(String name) throws IOException {
        Properties lines = read();
        if (lines.remove(name) != null) {
            write(lines);
        }
    }

    private static List<String> roles(List<String> grants, Properties lines) {
        return grants.stream()
                .flatMap(grant -> {
                    if (!grant.startsWith(GROUP_PREFIX)) {
                        return Stream.of(grant);
                    }
                    String group = lines.get(grant);
                    return group == null ? Stream.of() : words(group).stream().skip(1);
                })
                .distinct()
                .toList();
    }

    private static List<String> words(String value) {
        return Arrays.stream(value.split(",", -1)).map(String::strip).toList();
    }

    private Properties read() throws IOException {
        Properties lines = new Properties(false);
        try (Reader reader = Files.newBufferedReader(file)) {
            lines.load(reader);
        }
        return lines;
    }

    private void write(Properties lines) throws IOException {
        StringWriter text = new StringWriter();
        lines.save(text);
        PrivateFile.replace(file, text.toString().getBytes(UTF_8));
    }
}
