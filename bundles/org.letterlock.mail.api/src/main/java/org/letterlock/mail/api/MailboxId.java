package org.letterlock.mail.api;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * Identity of a gateway mailbox: 128 bits, written {@code mbx-} and 32 hexadecimal digits. It is the local part of the
 * mailbox's address and the user name of its pick-up.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record MailboxId(long high, long low) implements Comparable<MailboxId> {

    private static final String PREFIX = "mbx-";
    private static final int LENGTH = PREFIX.length() + 32;

    /**
     * Reads an id in its written form, in upper or lower case.
     *
     * @param text what may be an id
     * @return the id, or empty if the text is not one
     */
    public static Optional<MailboxId> parse(String text) {
        if (text.length() != LENGTH || !text.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
            return Optional.empty();
        }
        for (int i = PREFIX.length(); i < LENGTH; i++) {
            if (!HexFormat.isHexDigit(text.charAt(i))) {
                return Optional.empty();
            }
        }
        String digits = text.substring(PREFIX.length()).toLowerCase(Locale.ROOT);
        return Optional.of(new MailboxId(
                HexFormat.fromHexDigitsToLong(digits, 0, 16), HexFormat.fromHexDigitsToLong(digits, 16, 32)));
    }

    @Override
    public int compareTo(MailboxId other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /**
     * The written form.
     *
     * @return {@code mbx-} and 32 lower-case hexadecimal digits
     */
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return PREFIX + hex.toHexDigits(high) + hex.toHexDigits(low);
    }
}
