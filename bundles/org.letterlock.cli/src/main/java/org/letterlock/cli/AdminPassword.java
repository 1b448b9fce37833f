package org.letterlock.cli;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;

/**
 * Passwords of people, as Karaf's users.properties holds them with encryption {@code jasypt}, {@code SHA-512}: 8 octets of
 * salt before the digest of salt and password, digested 1,000 times in all.
 */
final class AdminPassword {

    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int RANDOM_LENGTH = 24;
    private static final int SALT = 8;
    private static final int ITERATIONS = 1000;

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
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        return digest(password, salt);
    }

    static String digest(String password, byte[] salt) {
        MessageDigest sha512;
        try {
            sha512 = MessageDigest.getInstance("SHA-512");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-512", e);
        }
        sha512.update(salt);
        byte[] digest = sha512.digest(
                Normalizer.normalize(password, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8));
        for (int i = 1; i < ITERATIONS; i++) {
            digest = sha512.digest(digest);
        }
        byte[] result = new byte[salt.length + digest.length];
        System.arraycopy(salt, 0, result, 0, salt.length);
        System.arraycopy(digest, 0, result, salt.length, digest.length);
        return "{CRYPT}" + Base64.getEncoder().encodeToString(result) + "{CRYPT}";
    }
}
