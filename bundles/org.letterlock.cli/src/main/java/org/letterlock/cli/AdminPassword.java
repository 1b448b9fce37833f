package org.letterlock.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.util.Base64;
import org.springframework.security.crypto.bcrypt.BCrypt;

/** Passwords of people, as Karaf's users.properties holds them with encryption {@code spring-security-crypto}, {@code bcrypt}. */
final class AdminPassword {

    /** bcrypt looks at no more. */
    static final int MAX_OCTETS = 72;

    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int RANDOM_LENGTH = 24;

    /** As the gateway's own digests. */
    private static final int COST = 10;

    private AdminPassword() {}

    /** Some 118 bits, in groups that people can type. */
    static String random(SecureRandom random) {
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < RANDOM_LENGTH; i++) {
            if (i > 0 && i % 6 == 0) {
                password.append('-');
            }
            password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return password.toString();
    }

    static String digest(String password, SecureRandom random) {
        String digest = BCrypt.hashpw(password, BCrypt.gensalt(COST, random));
        return "{CRYPT}" + Base64.getEncoder().encodeToString(digest.getBytes(UTF_8)) + "{CRYPT}";
    }
}
