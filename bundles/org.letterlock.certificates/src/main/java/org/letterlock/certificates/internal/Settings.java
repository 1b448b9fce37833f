package org.letterlock.certificates.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.util.IPAddress;
import org.jspecify.annotations.Nullable;
import org.letterlock.settings.SettingException;
import org.letterlock.settings.SettingsReader;

/**
 * The validated settings of this bundle.
 *
 * @param folder where the gateway's own files lie
 * @param served what may be served, in the order of precedence
 * @param configured whether that is files of the administrator's and nothing else
 * @param clientCaFile authorities of clients besides the JDK's, null if there are none
 * @param upstreamCaFile authorities of servers that the gateway connects to besides the JDK's, null if there are none
 * @param upstreamPins keys of such servers that are accepted whatever their certificates say
 * @param expiryWarning how long before its end the status warns of the certificate
 */
record Settings(
        Path folder,
        List<String> hostnames,
        List<ServedFiles> served,
        boolean configured,
        @Nullable Path clientCaFile,
        @Nullable Path upstreamCaFile,
        Pins upstreamPins,
        Duration expiryWarning,
        List<String> protocols,
        int sessionCacheEntries,
        int sessionTimeoutSeconds) {

    private static final Pattern HOST = Pattern.compile("(?!-)[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63})*");
    private static final int MAX_HOST = 253;
    private static final List<String> PROTOCOLS = List.of("TLSv1.2", "TLSv1.3");

    static Settings of(Map<String, ?> properties) {
        SettingsReader reader = new SettingsReader(Certificates.PID, properties);
        Path folder = reader.path("dataDirectory").resolve("tls");
        List<String> hostnames = hostnames(reader);
        boolean configured = !reader.optionalText("certificateFile").isEmpty();
        if (configured == reader.optionalText("privateKeyFile").isEmpty()) {
            throw reader.invalid(
                    configured ? "privateKeyFile" : "certificateFile", "is not set; both files are needed, or neither");
        }
        List<ServedFiles> served = configured
                ? List.of(ServedFiles.configured(reader.path("certificateFile"), reader.path("privateKeyFile")))
                : List.of(
                        ServedFiles.installed(folder),
                        ServedFiles.acme(folder.resolve("acme")),
                        ServedFiles.own(folder));
        return new Settings(
                folder,
                hostnames,
                served,
                configured,
                optionalPath(reader, "clientCaFile"),
                optionalPath(reader, "upstreamCaFile"),
                pins(reader),
                Duration.ofDays(reader.integer("expiryWarningDays", 0, 365)),
                protocols(reader),
                reader.integer("sessionCacheEntries", 1, 1_000_000),
                reader.integer("sessionTimeoutSeconds", 1, 86_400));
    }

    /** What is wrong with a file, under the key of the setting that names it. */
    SettingException invalid(UnusableFileException e) {
        SettingException named =
                new SettingException(Certificates.PID, keyOf(e.file()), String.valueOf(e.getMessage()));
        named.initCause(e);
        return named;
    }

    /** All files that are looked at for changes. */
    List<Path> watchedFiles() {
        return Stream.concat(
                        served.stream().flatMap(files -> Stream.of(files.certificateFile(), files.keyFile())),
                        Stream.of(clientCaFile, upstreamCaFile).filter(Objects::nonNull))
                .toList();
    }

    private String keyOf(Path file) {
        if (file.equals(clientCaFile)) {
            return "clientCaFile";
        }
        if (file.equals(upstreamCaFile)) {
            return "upstreamCaFile";
        }
        if (!configured) {
            return "dataDirectory";
        }
        return file.equals(served.get(0).keyFile()) ? "privateKeyFile" : "certificateFile";
    }

    private static @Nullable Path optionalPath(SettingsReader reader, String key) {
        return reader.optionalText(key).isEmpty() ? null : reader.path(key);
    }

    private static Pins pins(SettingsReader reader) {
        try {
            return Pins.of(reader.list("upstreamPins"));
        } catch (IllegalArgumentException e) {
            throw reader.invalid("upstreamPins", String.valueOf(e.getMessage()));
        }
    }

    private static List<String> hostnames(SettingsReader reader) {
        List<String> names = reader.list("hostname");
        if (names.isEmpty()) {
            throw reader.invalid("hostname", "is not set");
        }
        for (String name : names) {
            boolean host = name.length() <= MAX_HOST && HOST.matcher(name).matches();
            if (!host && !IPAddress.isValid(name)) {
                throw reader.invalid("hostname", "'" + name + "' is neither a host name nor an IP address");
            }
        }
        return names;
    }

    private static List<String> protocols(SettingsReader reader) {
        List<String> protocols = reader.list("protocols");
        if (protocols.isEmpty() || !PROTOCOLS.containsAll(protocols)) {
            throw reader.invalid("protocols", protocols + " is not TLSv1.2, TLSv1.3 or both");
        }
        return protocols;
    }
}
