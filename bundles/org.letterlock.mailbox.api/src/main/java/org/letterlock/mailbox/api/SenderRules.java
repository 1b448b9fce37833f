package org.letterlock.mailbox.api;

import java.util.List;

/**
 * Which servers may send to a mailbox. All that is asked for must hold.
 *
 * @param networks IP addresses and networks (CIDR) they connect from; empty for any
 * @param tlsRequired whether the connection must be encrypted
 * @param certificateNames DNS names of client certificates, one of which must be verified; {@code *.} at the start of a
 *     name stands for one or more labels; empty if no certificate is needed
 * @param defer whether others get a temporary error, so that they keep the mail and come again, instead of a final one
 */
public record SenderRules(List<String> networks, boolean tlsRequired, List<String> certificateNames, boolean defer) {

    /** No rules. */
    public static final SenderRules ANYBODY = new SenderRules(List.of(), false, List.of(), false);

    /** Copies the lists. */
    public SenderRules {
        networks = List.copyOf(networks);
        certificateNames = List.copyOf(certificateNames);
    }
}
