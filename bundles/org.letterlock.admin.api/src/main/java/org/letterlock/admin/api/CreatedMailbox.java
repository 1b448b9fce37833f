package org.letterlock.admin.api;

import org.jspecify.annotations.Nullable;

/**
 * A mailbox that was just created.
 *
 * @param id its id
 * @param address where mail for it is sent to
 * @param password its password, the only time it can be seen; null if it was given and not made
 * @param fingerprint fingerprint of its OpenPGP version 6 key, 64 hexadecimal digits
 * @param recoveryCode its recovery code, the only time it can be seen; null if none was asked for
 */
public record CreatedMailbox(
        String id,
        String address,
        @Nullable String password,
        String fingerprint,
        @Nullable String recoveryCode) {

    /**
     * Without the password and the recovery code.
     *
     * @return the id
     */
    @Override
    public String toString() {
        return "CreatedMailbox[" + id + "]";
    }
}
