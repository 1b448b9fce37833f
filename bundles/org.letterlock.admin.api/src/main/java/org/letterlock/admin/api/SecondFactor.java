package org.letterlock.admin.api;

/**
 * The secret of a second factor.
 *
 * @param name the user
 * @param secret shared secret, Base32; never shown again
 * @param uri the same for authenticators, {@code otpauth://totp/...}
 */
public record SecondFactor(String name, String secret, String uri) {

    /** Without the secret. */
    @Override
    public String toString() {
        return "SecondFactor[name=" + name + ", secret=***]";
    }
}
