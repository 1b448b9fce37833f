package org.letterlock.settings;

import java.net.InetAddress;
import java.util.List;

/**
 * IP addresses and networks (CIDR, RFC 4632, section 3.1; RFC 4291, section 2.3) that an address can be compared with.
 * IPv4-mapped IPv6 addresses and networks count as IPv4; an IPv6 network such as {@code ::/0} holds no IPv4 address.
 * Immutable.
 */
public final class CidrList {

    private static final int MAPPED_PREFIX_BITS = 96;

    private final List<Network> networks;

    private CidrList(List<Network> networks) {
        this.networks = networks;
    }

    /**
     * Reads a list.
     *
     * @param texts each {@code ADDRESS} or {@code ADDRESS/PREFIX}, with the prefix length in bits
     * @return the list
     * @throws IllegalArgumentException saying which text cannot be used and why
     */
    public static CidrList of(List<String> texts) {
        return new CidrList(texts.stream().map(Network::of).toList());
    }

    /**
     * Whether there is nothing in it.
     *
     * @return true if it contains no address at all
     */
    public boolean isEmpty() {
        return networks.isEmpty();
    }

    /**
     * Whether an address is one of those listed, or in one of the networks.
     *
     * @param address the address
     * @return true if it is
     */
    public boolean contains(InetAddress address) {
        // The JDK makes an IPv4 address of a mapped one.
        byte[] octets = address.getAddress();
        return networks.stream().anyMatch(network -> network.contains(octets));
    }

    @Override
    public String toString() {
        return networks.toString();
    }

    private record Network(String text, byte[] address, int prefixBits) {

        static Network of(String text) {
            int slash = text.indexOf('/');
            String literal = slash < 0 ? text : text.substring(0, slash);
            byte[] address = AddressLiteral.parse(literal)
                    .orElseThrow(() -> invalid(text, "is neither an IP address nor a network"))
                    .getAddress();
            int bits = address.length * Byte.SIZE;
            boolean mapped = address.length == 4 && literal.indexOf(':') >= 0;
            int prefixBits = slash < 0 ? bits : prefix(text, slash, bits, mapped ? MAPPED_PREFIX_BITS : 0);
            Network network = new Network(text, address, prefixBits);
            if (network.hasHostBits()) {
                throw invalid(text, "has bits set behind its prefix");
            }
            return network;
        }

        private static int prefix(String text, int slash, int bits, int offset) {
            String digits = text.substring(slash + 1);
            int prefix = digits.matches("[0-9]{1,3}") ? Integer.parseInt(digits) - offset : -1;
            if (prefix < 0 || prefix > bits) {
                throw invalid(text, "has a prefix length that is not between " + offset + " and " + (bits + offset));
            }
            return prefix;
        }

        private static IllegalArgumentException invalid(String text, String reason) {
            return new IllegalArgumentException("'" + text + "' " + reason);
        }

        private boolean hasHostBits() {
            for (int bit = prefixBits; bit < address.length * Byte.SIZE; bit++) {
                if ((address[bit / Byte.SIZE] & mask(bit % Byte.SIZE)) != 0) {
                    return true;
                }
            }
            return false;
        }

        private static int mask(int bit) {
            return 0x80 >> bit;
        }

        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            int whole = prefixBits / Byte.SIZE;
            for (int i = 0; i < whole; i++) {
                if (other[i] != address[i]) {
                    return false;
                }
            }
            int rest = prefixBits % Byte.SIZE;
            return rest == 0 || ((other[whole] ^ address[whole]) & 0xff) >> (Byte.SIZE - rest) == 0;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
