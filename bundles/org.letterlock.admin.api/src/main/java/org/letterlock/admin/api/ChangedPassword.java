package org.letterlock.admin.api;

/**
 * A mailbox's password that was just changed.
 *
 * @param password the new one, the only time it can be seen
 */
public record ChangedPassword(String password) {

    /**
     * Without the password.
     *
     * @return what it is
     */
    @Override
    public String toString() {
        return "ChangedPassword[secret]";
    }
}
