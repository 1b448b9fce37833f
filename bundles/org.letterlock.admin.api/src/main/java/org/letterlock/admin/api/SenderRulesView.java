package org.letterlock.admin.api;

import java.util.List;

/**
 * Which servers may send to a mailbox. All that is asked for must hold.
 *
 * @param networks IP addresses and networks (CIDR) they connect from; empty for any
 * @param tlsRequired whether the connection must be encrypted
 * @param certificateNames DNS names of client certificates, one of which must be verified, {@code *.} for any host below;
 *     empty if no certificate is needed
 * @param defer whether others get a temporary error instead of a final one
 */
public record SenderRulesView(
        List<String> networks, boolean tlsRequired, List<String> certificateNames, boolean defer) {

    /** Copies the lists. */
    public SenderRulesView {
        networks = List.copyOf(networks);
        certificateNames = List.copyOf(certificateNames);
    }
}
