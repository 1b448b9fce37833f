package org.letterlock.transport.mina.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Octets (section 2.2). What comes behind the addresses (TLVs) is skipped. */
final class ProxyHeaderV2 implements ProxyHeaderParser.Format {

    private static final byte[] SIGNATURE = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a");
    private static final int FIXED_BYTES = SIGNATURE.length + 4;

    /** Far more than load balancers send, among it a client's certificate. */
    private static final int MAX_REST_BYTES = 4_096;

    private static final int LOCAL = 0x20;
    private static final int PROXY = 0x21;
    private static final int TCP_OVER_IPV4 = 0x11;
    private static final int TCP_OVER_IPV6 = 0x21;
    private static final int MAX_FAMILY = 3;
    private static final int MAX_PROTOCOL = 2;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    /** Without what is skipped. */
    private final ByteBuffer start = ByteBuffer.allocate(FIXED_BYTES + addressesBytes(IPV6_BYTES));

    private int count;
    private int end = Integer.MAX_VALUE;
    private @Nullable Endpoints endpoints;

    private static int addressesBytes(int addressBytes) {
        return 2 * (addressBytes + Short.BYTES);
    }

    @Override
    public boolean take(byte octet) throws ProxyHeaderException {
        if (count < SIGNATURE.length && octet != SIGNATURE[count]) {
            throw new ProxyHeaderException("is none of version 1 or 2");
        }
        count++;
        if (start.hasRemaining()) {
            start.put(octet);
        }
        if (count == FIXED_BYTES) {
            end = FIXED_BYTES + length();
        }
        if (count < end) {
            return false;
        }
        endpoints = parse();
        return true;
    }

    private int length() throws ProxyHeaderException {
        if (command() != LOCAL && command() != PROXY) {
            throw new ProxyHeaderException("has an unknown version or command");
        }
        int length = Short.toUnsignedInt(start.getShort(FIXED_BYTES - Short.BYTES));
        if (length > MAX_REST_BYTES) {
            throw new ProxyHeaderException("is longer than " + (FIXED_BYTES + MAX_REST_BYTES) + " octets");
        }
        int addressBytes = addressBytes();
        if (addressBytes > 0 && length < addressesBytes(addressBytes)) {
            throw new ProxyHeaderException("is too short for its addresses");
        }
        return length;
    }

    private int command() {
        return Byte.toUnsignedInt(start.get(SIGNATURE.length));
    }

    /** The length of an address that matters; 0 if the connection's own ends count. */
    private int addressBytes() throws ProxyHeaderException {
        if (command() == LOCAL) {
            return 0;
        }
        int kind = Byte.toUnsignedInt(start.get(SIGNATURE.length + 1));
        if (kind >> 4 > MAX_FAMILY || (kind & 0xf) > MAX_PROTOCOL) {
            throw new ProxyHeaderException("has an unknown address family or protocol");
        }
        return switch (kind) {
            case TCP_OVER_IPV4 -> IPV4_BYTES;
            case TCP_OVER_IPV6 -> IPV6_BYTES;
            default -> 0;
        };
    }

    private @Nullable Endpoints parse() throws ProxyHeaderException {
        int addressBytes = addressBytes();
        if (addressBytes == 0) {
            return null;
        }
        ByteBuffer rest = start.duplicate().position(FIXED_BYTES);
        InetAddress source = address(rest, addressBytes);
        InetAddress destination = address(rest, addressBytes);
        return new Endpoints(
                new InetSocketAddress(source, Short.toUnsignedInt(rest.getShort())),
                new InetSocketAddress(destination, Short.toUnsignedInt(rest.getShort())));
    }

    private static InetAddress address(ByteBuffer from, int bytes) {
        byte[] octets = new byte[bytes];
        from.get(octets);
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 and 16 octets are an address", e);
        }
    }

    @Override
    public Optional<Endpoints> endpoints() {
        return Optional.ofNullable(endpoints);
    }
}
