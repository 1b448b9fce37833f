package org.letterlock.admin.api;

/**
 * A mailbox's password that was just reset.
 *
 * @param password the new one, the only time it can be seen
 * @param fingerprint fingerprint of the mailbox's new key, 64 hexadecimal digits
 */
public record ResetPassword(String password, String fingerprint) {

    /**
     * Without the password.
     *
     * @return what it is
     */
    @Override
    public String toString() {
        return "ResetPassword[" + fingerprint + "]";
    }
}
