package org.letterlock.admin.api;

/**
 * Where the ledger chain of a mailbox ends.
 *
 * @param mailbox {@code mbx-} and 32 hexadecimal digits
 * @param sequence number of the mailbox's last mail, 0 if it never had one
 * @param sha256 SHA-256 of its last ledger entry, 64 hexadecimal digits
 */
public record LedgerHead(String mailbox, long sequence, String sha256) {}
