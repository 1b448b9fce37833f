package org.letterlock.certificates.internal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.letterlock.settings.AddressLiteral;
import org.letterlock.settings.HostName;

/** Keys of servers that are accepted whatever their certificates say, as SHA-256 of the SubjectPublicKeyInfo. Immutable. */
final class Pins {

    /** The pin itself is written as curl and GnuTLS do. */
    private static final Pattern PIN =
            Pattern.compile("(?:\\[(?<v6>[^\\]]+)]|(?<host>[^=:\\[\\]]+))(?::(?<port>[0-9]{1,5}))?=sha256//(?<pin>.+)");

    private static final int SHA256_OCTETS = 32;
    private static final int MAX_PORT = 65_535;
    private static final int ANY_PORT = 0;

    private record Place(String host, int port) {}

    private final Map<Place, Set<String>> pins = new HashMap<>();

    private Pins() {}

    /**
     * Reads {@code host=sha256//BASE64} or {@code host:port=sha256//BASE64}, IPv6 addresses in brackets.
     *
     * @throws IllegalArgumentException saying which text cannot be used
     */
    static Pins of(List<String> texts) {
        Pins pins = new Pins();
        texts.forEach(pins::add);
        return pins;
    }

    private void add(String text) {
        Matcher matcher = PIN.matcher(text);
        if (!matcher.matches()) {
            throw invalid(text, "is not HOST=sha256//BASE64 or HOST:PORT=sha256//BASE64");
        }
        String host = matcher.group("v6") == null ? matcher.group("host") : matcher.group("v6");
        if (HostName.parse(host).isEmpty() && AddressLiteral.parse(host).isEmpty()) {
            throw invalid(text, "names neither a host nor an IP address");
        }
        int port = matcher.group("port") == null ? ANY_PORT : Integer.parseInt(matcher.group("port"));
        if (port > MAX_PORT) {
            throw invalid(text, "has a port above " + MAX_PORT);
        }
        pins.computeIfAbsent(new Place(plain(host), port), place -> new HashSet<>())
                .add(pin(text, matcher.group("pin")));
    }

    private static String pin(String text, String base64) {
        byte[] pin;
        try {
            pin = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw invalid(text, "is not in Base64 behind sha256//");
        }
        if (pin.length != SHA256_OCTETS) {
            throw invalid(text, "is no SHA-256: it has " + pin.length + " octets");
        }
        return Base64.getEncoder().encodeToString(pin);
    }

    private static IllegalArgumentException invalid(String text, String reason) {
        return new IllegalArgumentException("'" + text + "' " + reason);
    }

    boolean holds(@Nullable String host, int port, PublicKey key) {
        if (host == null || pins.isEmpty()) {
            return false;
        }
        String pin = Base64.getEncoder().encodeToString(sha256(key.getEncoded()));
        return List.of(new Place(plain(host), port), new Place(plain(host), ANY_PORT)).stream()
                .anyMatch(place -> pins.getOrDefault(place, Set.of()).contains(pin));
    }

    /** One text for each host, however it is written. */
    private static String plain(String host) {
        String literal = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return AddressLiteral.parse(literal)
                .map(address -> Arrays.toString(address.getAddress()))
                .or(() -> HostName.parse(host))
                .orElse(host.toLowerCase(Locale.ROOT));
    }

    private static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK lacks SHA-256", e);
        }
    }
}
