package org.letterlock.users.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;
import org.letterlock.admin.api.SecondFactor;

/**
 * Time-based one-time passwords (RFC 6238): six digits, HMAC-SHA-1, steps of 30 s, as every authenticator knows them. The
 * step before and the one behind are taken too (section 5.2), for clocks that differ.
 */
final class OneTimePasswords {

    private static final Duration STEP = Duration.ofSeconds(30);
    private static final int SECRET_OCTETS = 20; // RFC 4226, section 4, R6
    private static final int BASE32_DIGITS = SECRET_OCTETS * 8 / 5;
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"; // RFC 4648, section 6
    private static final Pattern CODE = Pattern.compile("[0-9]{6}");
    private static final TimeBasedOneTimePasswordGenerator GENERATOR = new TimeBasedOneTimePasswordGenerator(STEP, 6);

    private OneTimePasswords() {}

    static String newSecret(SecureRandom random) {
        byte[] secret = new byte[SECRET_OCTETS];
        random.nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }

    /** The step of a code, if it is one of now and of a step behind the last one. */
    static OptionalLong step(UserState.Factor factor, String code, Instant now) {
        if (!CODE.matcher(code).matches()) {
            return OptionalLong.empty();
        }
        long current = now.getEpochSecond() / STEP.toSeconds();
        OptionalLong found = OptionalLong.empty();
        for (long step = current - 1; step <= current + 1; step++) {
            boolean same =
                    MessageDigest.isEqual(code(factor.secret(), step).getBytes(US_ASCII), code.getBytes(US_ASCII));
            if (same && step > factor.lastStep()) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    private static String code(String secret, long step) {
        try {
            return GENERATOR.generateOneTimePasswordString(
                    new SecretKeySpec(HexFormat.of().parseHex(secret), GENERATOR.getAlgorithm()),
                    Instant.ofEpochSecond(step * STEP.toSeconds()),
                    Locale.ROOT);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException(e); // HMAC takes any key
        }
    }

    /** A secret for an authenticator, in the form of its QR codes. */
    static SecondFactor forAuthenticator(String user, String secret, String gateway) {
        String base32 = base32(secret);
        return new SecondFactor(
                user,
                base32,
                "otpauth://totp/" + encoded("Letterlock " + gateway) + ":" + encoded(user) + "?secret=" + base32
                        + "&issuer=" + encoded("Letterlock " + gateway));
    }

    /** 160 bits are 32 digits exactly. Java writes numbers of base 32 too, with other digits. */
    private static String base32(String secret) {
        String digits = new BigInteger(secret, 16).toString(32);
        StringBuilder base32 = new StringBuilder("A".repeat(BASE32_DIGITS - digits.length()));
        digits.chars().map(digit -> BASE32.charAt(Character.digit(digit, 32))).forEach(c -> base32.append((char) c));
        return base32.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
