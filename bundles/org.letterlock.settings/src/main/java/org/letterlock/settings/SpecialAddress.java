package org.letterlock.settings;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * IP addresses that belong to no host of the public Internet (the IANA registries of special-purpose addresses, RFC 6890).
 * An address that holds an IPv4 address and leads there, by NAT64 or as an IPv4-mapped one, is what that is.
 */
public final class SpecialAddress {

    /** From the narrow to the wide, since the first that fits names the kind. */
    private static final List<Map.Entry<String, CidrList>> IPV4 = List.of(
            kind("unspecified", "0.0.0.0/8"),
            kind("loopback", "127.0.0.0/8"),
            kind("private", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"),
            kind("link-local", "169.254.0.0/16"),
            kind("of a carrier's NAT", "100.64.0.0/10"),
            kind("multicast", "224.0.0.0/4"),
            kind("broadcast", "255.255.255.255"),
            kind(
                    "reserved",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "240.0.0.0/4"));

    private static final List<Map.Entry<String, CidrList>> IPV6 = List.of(
            kind("unspecified", "::/128"),
            kind("loopback", "::1/128"),
            kind("private", "fc00::/7", "fec0::/10"),
            kind("link-local", "fe80::/10"),
            kind("multicast", "ff00::/8"),
            // Teredo, 6to4 and others that tunnel, benchmarks, documentation.
            kind("reserved", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"));

    /** All that is assigned to hosts (RFC 4291, section 2.4). */
    private static final CidrList GLOBAL_IPV6 = CidrList.of(List.of("2000::/3"));

    /** NAT64 (RFC 6052, section 2.1): the last 32 bits are an IPv4 address. */
    private static final CidrList NAT64 = CidrList.of(List.of("64:ff9b::/96"));

    private static final int NAT64_PREFIX_OCTETS = 12;

    private static final Set<String> NO_HOST = Set.of("unspecified", "multicast", "broadcast");

    private SpecialAddress() {}

    private static Map.Entry<String, CidrList> kind(String kind, String... networks) {
        return Map.entry(kind, CidrList.of(List.of(networks)));
    }

    /**
     * What an address really is: an IPv4-mapped IPv6 address, as a resolver may give it, is the IPv4 address.
     *
     * @param address any
     * @return the IPv4 address of a mapped one, else the address without its zone
     */
    public static InetAddress plain(InetAddress address) {
        return of(address.getAddress());
    }

    /**
     * Where packets for an address end up: that of NAT64 leads to the IPv4 address in it, which may be this machine's.
     *
     * @param address any
     * @return the IPv4 address that a NAT64 or an IPv4-mapped one holds, else the address without its zone
     */
    public static InetAddress destination(InetAddress address) {
        InetAddress plain = plain(address);
        if (!NAT64.contains(plain)) {
            return plain;
        }
        byte[] octets = plain.getAddress();
        return of(Arrays.copyOfRange(octets, NAT64_PREFIX_OCTETS, octets.length));
    }

    /**
     * Of what special kind an address is.
     *
     * @param address any
     * @return one or more words such as {@code loopback}; empty if it is an ordinary public address
     */
    public static Optional<String> kind(InetAddress address) {
        InetAddress destination = destination(address);
        if (destination instanceof Inet4Address) {
            return find(IPV4, destination);
        }
        Optional<String> kind = find(IPV6, destination);
        return kind.isEmpty() && !GLOBAL_IPV6.contains(destination) ? Optional.of("reserved") : kind;
    }

    /**
     * Whether an address is no single host's: a connection to an unspecified one leads to this machine, and name servers
     * that block a name answer with one.
     *
     * @param address any
     * @return true if it is unspecified, multicast or broadcast
     */
    public static boolean isNoHost(InetAddress address) {
        return kind(address).filter(NO_HOST::contains).isPresent();
    }

    private static Optional<String> find(List<Map.Entry<String, CidrList>> kinds, InetAddress address) {
        return kinds.stream()
                .filter(kind -> kind.getValue().contains(address))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static InetAddress of(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + octets.length + " octets", e);
        }
    }
}
