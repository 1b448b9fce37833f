package org.letterlock.protocol.smtp;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.protocol.sasl.SaslMechanism;

/**
 * What a server can do, as its reply to EHLO says.
 *
 * @param extensions those that it offers and we know
 * @param maxMessageOctets the largest mail it takes (RFC 1870); {@link Long#MAX_VALUE} if it does not say
 * @param mechanisms those that it offers and we know
 */
public record SmtpCapabilities(Set<SmtpExtension> extensions, long maxMessageOctets, Set<SaslMechanism> mechanisms) {

    private static final int MAX_SIZE_DIGITS = 18;

    /** Copies the sets. */
    public SmtpCapabilities {
        extensions = Set.copyOf(extensions);
        mechanisms = Set.copyOf(mechanisms);
    }

    /** Reads the reply to EHLO (RFC 5321, section 4.1.1.1). The first line is the server's name. */
    static SmtpCapabilities read(SmtpReply ehlo) {
        Set<SmtpExtension> extensions = EnumSet.noneOf(SmtpExtension.class);
        Set<SaslMechanism> mechanisms = EnumSet.noneOf(SaslMechanism.class);
        long maxMessageOctets = Long.MAX_VALUE;
        List<String> lines = ehlo.lines();
        for (String line : lines.subList(1, lines.size())) {
            // Old servers say AUTH=LOGIN.
            String[] words = line.toUpperCase(Locale.ROOT)
                    .replaceFirst("^AUTH=", "AUTH ")
                    .trim()
                    .split(" +", -1);
            SmtpExtension extension = SmtpExtension.named(words[0]).orElse(null);
            if (extension == null) {
                continue;
            }
            extensions.add(extension);
            if (extension == SmtpExtension.SIZE && words.length > 1) {
                maxMessageOctets = size(words[1]);
            } else if (extension == SmtpExtension.AUTH) {
                for (String word : words) {
                    SaslMechanism.named(word).ifPresent(mechanisms::add);
                }
            }
        }
        return new SmtpCapabilities(extensions, maxMessageOctets, mechanisms);
    }

    /** Zero stands for no limit, and what is no number for nothing. */
    private static long size(String digits) {
        boolean isSize = !digits.isEmpty()
                && digits.length() <= MAX_SIZE_DIGITS
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        long size = isSize ? Long.parseLong(digits) : 0;
        return size == 0 ? Long.MAX_VALUE : size;
    }

    /**
     * Whether it offers an extension.
     *
     * @param extension which
     * @return true if it does
     */
    public boolean offers(SmtpExtension extension) {
        return extensions.contains(extension);
    }

    /**
     * Why the server cannot be asked to take a mail.
     *
     * @param sender what MAIL says of it
     * @return 552 5.3.4 for its size, 554 5.6.3 for 8BITMIME (RFC 6152, section 3) and BINARYMIME, which are not converted,
     *     553 5.6.7 for SMTPUTF8 (RFC 6531, section 3.5); null if it can
     */
    public @Nullable SmtpReply refusal(SmtpAction.Sender sender) {
        if (sender.declaredOctets() > maxMessageOctets) {
            return SmtpReplies.TOO_LARGE;
        }
        if (sender.body() == BodyType.BINARY
                || (sender.body() == BodyType.EIGHT_BIT && !offers(SmtpExtension.EIGHTBITMIME))) {
            return SmtpReplies.NO_CONVERSION;
        }
        return sender.utf8() && !offers(SmtpExtension.SMTPUTF8) ? SmtpReplies.UTF8_NOT_RELAYED : null;
    }
}
