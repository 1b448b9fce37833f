package org.letterlock.mailbox.api;

import java.net.InetAddress;
import java.util.List;
import java.util.Objects;

/**
 * A server that sends mail, as far as its connection tells.
 *
 * @param address its address
 * @param encrypted whether the connection is
 * @param certificateNames DNS names of its client certificate, verified; empty without one
 */
public record Sender(InetAddress address, boolean encrypted, List<String> certificateNames) {

    /** Copies the list. */
    public Sender {
        Objects.requireNonNull(address, "address");
        certificateNames = List.copyOf(certificateNames);
    }
}
