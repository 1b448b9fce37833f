package org.letterlock.settings;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Servers that may be connected to. Entries are
 *
 * <ul>
 *   <li>{@code public}: any host of the public Internet that is not this machine, on the mail ports 25, 110, 465, 587, 995;
 *   <li>{@code host} or {@code host:port}: a name, at whatever addresses it has;
 *   <li>{@code *.domain} or {@code *.domain:port}: all names below a domain, not the domain itself;
 *   <li>an address or network, {@code 192.0.2.7}, {@code 10.0.0.0/8:995}, {@code [2001:db8::/32]:995}: whatever name led
 *       there.
 * </ul>
 *
 * Without a port any is meant. An address that is no host's, such as {@code 0.0.0.0}, is never allowed. Immutable.
 */
public final class TargetList {

    /** The entry that stands for public hosts on the mail ports. */
    public static final String PUBLIC = "public";

    private static final Set<Integer> MAIL_PORTS = Set.of(25, 110, 465, 587, 995);
    private static final Pattern BRACKETS = Pattern.compile("\\[([^\\]]+)](.*)");
    private static final int MAX_PORT = 65_535;

    /** An address of a server, a plain one. */
    private record Place(InetAddress address, boolean own) {}

    /** What an entry says of ports, names and addresses; it allows what all three do. */
    private record Entry(IntPredicate ports, Predicate<String> hosts, Predicate<Place> places) {

        boolean fits(String host, int port) {
            return ports.test(port) && hosts.test(host);
        }
    }

    private final List<String> texts;
    private final List<Entry> entries;

    private TargetList(List<String> texts) {
        this.texts = List.copyOf(texts);
        entries = texts.stream().map(TargetList::entry).toList();
    }

    /**
     * Reads a list.
     *
     * @param texts the entries
     * @return the list
     * @throws IllegalArgumentException saying which text cannot be used and why
     */
    public static TargetList of(List<String> texts) {
        return new TargetList(texts);
    }

    /**
     * Whether there is nothing in it.
     *
     * @return true if it allows nothing at all
     */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /**
     * Whether a server might be allowed, depending on its address: if not, its name need not be looked up.
     *
     * @param host as in {@link #allows}
     * @param port the TCP port
     * @return false if no address would make it an allowed one
     */
    public boolean mayAllow(String host, int port) {
        return entries.stream().anyMatch(entry -> entry.fits(host, port));
    }

    /**
     * Whether a server may be connected to at one of its addresses.
     *
     * @param host the name as {@link HostName} gives it, or the address as text
     * @param address where it leads
     * @param port the TCP port
     * @param own whether the address is this machine's
     * @return true if an entry allows it
     */
    public boolean allows(String host, InetAddress address, int port, boolean own) {
        Place place = new Place(SpecialAddress.plain(address), own);
        return !SpecialAddress.isNoHost(address)
                && entries.stream()
                        .anyMatch(entry ->
                                entry.fits(host, port) && entry.places().test(place));
    }

    /**
     * The entries as they were given.
     *
     * @return an unmodifiable list
     */
    public List<String> entries() {
        return texts;
    }

    @Override
    public String toString() {
        return String.join(",", texts);
    }

    private static Entry entry(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.equals(PUBLIC)) {
            return new Entry(MAIL_PORTS::contains, host -> true, TargetList::isPublic);
        }
        Matcher brackets = BRACKETS.matcher(lower);
        boolean bracketed = brackets.matches();
        int end = hostEnd(lower);
        String host = bracketed ? brackets.group(1) : lower.substring(0, end);
        String rest = bracketed ? brackets.group(2) : lower.substring(end);
        if (host.equals(PUBLIC)) {
            throw invalid(text, "has a port, but " + PUBLIC + " has ports of its own");
        }
        IntPredicate ports = port -> true;
        if (!rest.isEmpty()) {
            int only = port(text, rest);
            ports = port -> port == only;
        }
        return host(text, host, ports);
    }

    /** A second colon makes it an IPv6 address, which has a port behind brackets only. */
    private static int hostEnd(String text) {
        int colon = text.indexOf(':');
        return colon < 0 || colon != text.lastIndexOf(':') ? text.length() : colon;
    }

    private static int port(String text, String rest) {
        int port = rest.matches(":[0-9]{1,5}") ? Integer.parseInt(rest.substring(1)) : 0;
        if (port < 1 || port > MAX_PORT) {
            throw invalid(text, "has a port that is not between 1 and " + MAX_PORT);
        }
        return port;
    }

    private static Entry host(String text, String host, IntPredicate ports) {
        if (host.indexOf('/') >= 0 || AddressLiteral.parse(host).isPresent()) {
            CidrList network = CidrList.of(List.of(host));
            return new Entry(ports, name -> true, place -> network.contains(place.address()));
        }
        if (host.startsWith("*.")) {
            String suffix = "." + name(text, host.substring(2));
            return new Entry(ports, name -> name.endsWith(suffix), place -> true);
        }
        return new Entry(ports, name(text, host)::equals, place -> true);
    }

    private static String name(String text, String host) {
        Optional<String> name = HostName.parse(host);
        return name.orElseThrow(() -> invalid(text, "is neither a host name nor an IP address or network"));
    }

    private static boolean isPublic(Place place) {
        return !place.own() && SpecialAddress.kind(place.address()).isEmpty();
    }

    private static IllegalArgumentException invalid(String text, String reason) {
        return new IllegalArgumentException("'" + text + "' " + reason);
    }
}
