package org.letterlock.certificates.internal;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.bouncycastle.util.IPAddress;
import org.letterlock.settings.SettingsReader;

/**
 * The validated settings of this bundle.
 *
 * @param folder where the gateway's own files lie
 * @param certificateFile what is served
 * @param privateKeyFile its key
 * @param own whether these two files are the gateway's own
 */
record Settings(
        Path folder,
        List<String> hostnames,
        Path certificateFile,
        Path privateKeyFile,
        boolean own,
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
        boolean own = reader.optionalText("certificateFile").isEmpty();
        if (own != reader.optionalText("privateKeyFile").isEmpty()) {
            throw reader.invalid(
                    own ? "certificateFile" : "privateKeyFile", "is not set; both files are needed, or neither");
        }
        return new Settings(
                folder,
                hostnames,
                own ? folder.resolve("server.pem") : reader.path("certificateFile"),
                own ? folder.resolve("server.key") : reader.path("privateKeyFile"),
                own,
                protocols(reader),
                reader.integer("sessionCacheEntries", 1, 1_000_000),
                reader.integer("sessionTimeoutSeconds", 1, 86_400));
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
