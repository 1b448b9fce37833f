package org.letterlock.admin.api;

/**
 * A mailbox that was just created.
 *
 * @param id its id
 * @param address where mail for it is sent to
 * @param password its password, the only time it can be seen
 * @param fingerprint fingerprint of its OpenPGP version 6 key, 64 hexadecimal digits
 */
public record CreatedMailbox(String id, String address, String password, String fingerprint) {

    /**
     * Without the password.
     *
     * @return the id
     */
    @Override
    public String toString() {
        return "CreatedMailbox[" + id + "]";
    }
}
