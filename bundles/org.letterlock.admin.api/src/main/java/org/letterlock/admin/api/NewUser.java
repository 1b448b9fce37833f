package org.letterlock.admin.api;

/**
 * A user's random password.
 *
 * @param name the user
 * @param password the password; never shown again
 */
public record NewUser(String name, String password) {

    /** Without the password. */
    @Override
    public String toString() {
        return "NewUser[name=" + name + ", password=***]";
    }
}
