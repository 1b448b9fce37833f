package org.letterlock.certificates.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.letterlock.settings.AddressLiteral;
import org.letterlock.settings.HostName;
import org.letterlock.settings.SettingsReader;

/**
 * The validated settings of ACME.
 *
 * @param folder where its files lie
 * @param address where the authority's questions are answered, null if ACME is off
 * @param names what a certificate is asked for; lower case, none if ACME is off
 * @param contact mail address, may be empty
 * @param directoryCaFile authorities of the ACME server besides the JDK's, null if there are none
 * @param externalAccountId may be empty
 * @param externalAccountKey Base64url; empty if there is no id
 */
record AcmeSettings(
        Path folder,
        @Nullable InetSocketAddress address,
        URI directory,
        List<String> names,
        boolean termsAgreed,
        String contact,
        @Nullable Path directoryCaFile,
        String externalAccountId,
        String externalAccountKey) {

    private static final int MAX_PORT = 65_535;
    private static final int MAX_NAMES = 100;
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    private static final Pattern CONTACT = Pattern.compile("[^@\\s,?]+@[^@\\s,?]+");
    private static final Pattern MAC_KEY = Pattern.compile("[A-Za-z0-9_-]{16,1024}");

    static AcmeSettings of(Map<String, ?> properties) {
        SettingsReader reader = new SettingsReader(Acme.PID, properties);
        int port = port(reader);
        String contact = reader.optionalText("contact");
        if (!contact.isEmpty() && !CONTACT.matcher(contact).matches()) {
            throw reader.invalid("contact", "'" + contact + "' is not one mail address");
        }
        String externalId = reader.optionalText("externalAccountId");
        String externalKey = reader.optionalText("externalAccountKey");
        if (externalId.isEmpty() != externalKey.isEmpty()) {
            throw reader.invalid(
                    externalId.isEmpty() ? "externalAccountId" : "externalAccountKey",
                    "is not set; both are needed, or neither");
        }
        if (!externalKey.isEmpty() && !MAC_KEY.matcher(externalKey).matches()) {
            throw reader.invalid("externalAccountKey", "is not a key in Base64url without padding");
        }
        return new AcmeSettings(
                reader.path("dataDirectory").resolve("tls").resolve("acme"),
                port == 0 ? null : new InetSocketAddress(bindAddress(reader), port),
                directory(reader),
                port == 0 ? List.of() : names(reader),
                reader.bool("termsAgreed"),
                contact,
                reader.optionalText("directoryCaFile").isEmpty() ? null : reader.path("directoryCaFile"),
                externalId,
                externalKey);
    }

    private static int port(SettingsReader reader) {
        String text = reader.optionalText("port");
        if (text.isEmpty()) {
            return 0;
        }
        int port = PORT.matcher(text).matches() ? Integer.parseInt(text) : -1;
        if (port < 0 || port > MAX_PORT) {
            throw reader.invalid("port", "'" + text + "' is not a port from 1 to " + MAX_PORT + ", nor 0 for off");
        }
        return port;
    }

    private static InetAddress bindAddress(SettingsReader reader) {
        String text = reader.text("bindAddress");
        return AddressLiteral.parse(text)
                .orElseThrow(() -> reader.invalid("bindAddress", "'" + text + "' is no IP address"));
    }

    private static URI directory(SettingsReader reader) {
        String text = reader.text("directory");
        try {
            URI uri = new URI(text);
            if ("https".equals(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw reader.invalid("directory", "'" + text + "' is no URL: " + e.getReason());
        }
        throw reader.invalid("directory", "'" + text + "' is no https URL");
    }

    private static List<String> names(SettingsReader reader) {
        List<String> texts = reader.list("names");
        if (texts.isEmpty() || texts.size() > MAX_NAMES) {
            throw reader.invalid("names", "holds " + texts.size() + " names; 1 to " + MAX_NAMES + " can be");
        }
        return texts.stream()
                .map(text -> HostName.parse(text)
                        .orElseThrow(() -> reader.invalid("names", "'" + text + "' is no host name")))
                .distinct()
                .toList();
    }

    boolean enabled() {
        return address != null;
    }

    /** What an attempt depends on: when it is the same as at a failed one, that one would fail again. */
    String fingerprint() {
        return String.valueOf(List.of(
                        String.valueOf(address),
                        directory,
                        names,
                        termsAgreed,
                        contact,
                        String.valueOf(directoryCaFile),
                        externalAccountId,
                        externalAccountKey)
                .hashCode());
    }

    @Override
    public String toString() {
        return "AcmeSettings[" + directory + " " + names + "]";
    }
}
