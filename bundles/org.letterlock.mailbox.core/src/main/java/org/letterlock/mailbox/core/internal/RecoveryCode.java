package org.letterlock.mailbox.core.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/**
 * Recovery codes: 42 characters of Crockford's base 32 in groups of six, 200 random bits and 10 to tell a slip of the pen
 * from another code. The lock's passphrase is the code in capitals, without hyphens.
 */
final class RecoveryCode {

    /** Without I, L, O and U; I and L are read as 1, O as 0. */
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int RANDOM_CHARACTERS = 40;
    private static final int CHECK_CHARACTERS = 2;
    private static final int CHARACTERS = RANDOM_CHARACTERS + CHECK_CHARACTERS;
    private static final int GROUP = 6;

    private RecoveryCode() {}

    /** A new code, as people are shown it. */
    static String make(SecureRandom random) {
        char[] code = new char[CHARACTERS];
        for (int i = 0; i < RANDOM_CHARACTERS; i++) {
            code[i] = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
        }
        System.arraycopy(check(code), 0, code, RANDOM_CHARACTERS, CHECK_CHARACTERS);
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < CHARACTERS; i++) {
            if (i > 0 && i % GROUP == 0) {
                shown.append('-');
            }
            shown.append(code[i]);
        }
        return shown.toString();
    }

    /** The passphrase of a code that somebody typed, in either case, with or without blanks and hyphens; empty if it is none. */
    static Optional<char[]> passphrase(char[] typed) {
        char[] code = new char[CHARACTERS];
        int length = 0;
        for (char character : typed) {
            if (character == '-' || character == ' ') {
                continue;
            }
            char read = read(character);
            if (length == CHARACTERS || ALPHABET.indexOf(read) < 0) {
                return Optional.empty();
            }
            code[length++] = read;
        }
        boolean right = length == CHARACTERS
                && Arrays.equals(code, RANDOM_CHARACTERS, CHARACTERS, check(code), 0, CHECK_CHARACTERS);
        return right ? Optional.of(code) : Optional.empty();
    }

    private static char read(char character) {
        char upper = Character.toUpperCase(character);
        return switch (upper) {
            case 'O' -> '0';
            case 'I', 'L' -> '1';
            default -> upper;
        };
    }

    private static char[] check(char[] code) {
        byte[] hash = sha256(new String(code, 0, RANDOM_CHARACTERS).getBytes(StandardCharsets.US_ASCII));
        int mask = ALPHABET.length() - 1;
        return new char[] {ALPHABET.charAt(hash[0] & mask), ALPHABET.charAt(hash[1] & mask)};
    }

    private static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
