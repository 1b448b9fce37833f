package org.letterlock.users.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Secrets that the gateway makes. */
final class Secrets {

    /** So that people and scanners know what they have found. */
    static final String TOKEN_PREFIX = "llt_";

    private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int PASSWORD_LENGTH = 24;
    private static final int TOKEN_OCTETS = 32;
    private static final int ID_OCTETS = 6;

    private final SecureRandom random = new SecureRandom();

    /** Some 118 bits, in groups that people can type. */
    String password() {
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < PASSWORD_LENGTH; i++) {
            if (i > 0 && i % 6 == 0) {
                password.append('-');
            }
            password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return password.toString();
    }

    /** 256 bits. */
    String token() {
        return TOKEN_PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(octets(TOKEN_OCTETS));
    }

    String tokenId() {
        return HexFormat.of().formatHex(octets(ID_OCTETS));
    }

    String secondFactor() {
        return OneTimePasswords.newSecret(random);
    }

    private byte[] octets(int length) {
        byte[] octets = new byte[length];
        random.nextBytes(octets);
        return octets;
    }

    /** Enough for a secret of 256 random bits, which nobody can guess. */
    static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
