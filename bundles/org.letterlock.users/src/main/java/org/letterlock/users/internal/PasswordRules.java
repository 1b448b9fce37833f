package org.letterlock.users.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/** What a password can be. */
final class PasswordRules {

    private static final int MIN_UNITS = 12;

    /** bcrypt looks at no more. */
    private static final int MAX_OCTETS = 72;

    private PasswordRules() {}

    /** Why it cannot be a password, null if it can. */
    static @Nullable String fault(String user, String password) {
        if (password.length() < MIN_UNITS) {
            return "the new password needs " + MIN_UNITS + " characters at least";
        }
        if (!canBe(password)) {
            return "the new password is longer than " + MAX_OCTETS + " octets of UTF-8";
        }
        if (password.chars().anyMatch(Character::isISOControl)) {
            return "the new password holds control characters";
        }
        if (password.startsWith("{") && password.endsWith("}")) {
            return "the new password looks like a digest"; // and Karaf would take it for one
        }
        return password.contains(user) ? "the new password holds the user's name" : null;
    }

    /** Whether it is worth comparing: what is longer would be taken for another one that begins with the same octets. */
    static boolean canBe(String password) {
        return password.length() <= MAX_OCTETS && password.getBytes(UTF_8).length <= MAX_OCTETS;
    }
}
