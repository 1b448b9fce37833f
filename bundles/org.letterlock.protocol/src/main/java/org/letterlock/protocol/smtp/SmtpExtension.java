package org.letterlock.protocol.smtp;

import java.util.Arrays;
import java.util.Optional;

/** Extensions of SMTP, in the order in which a server names them. */
public enum SmtpExtension {
    /** RFC 2920. */
    PIPELINING,
    /** RFC 1870. */
    SIZE,
    /** RFC 3207. */
    STARTTLS,
    /** RFC 4954. */
    AUTH,
    /** RFC 6152. */
    EIGHTBITMIME("8BITMIME"),
    /** RFC 3030, section 2. */
    CHUNKING,
    /** RFC 3030, section 3. */
    BINARYMIME,
    /** RFC 6531. */
    SMTPUTF8,
    /** RFC 3461. */
    DSN,
    /** RFC 9422. */
    LIMITS,
    /** RFC 2034. */
    ENHANCEDSTATUSCODES;

    private final String keyword;

    SmtpExtension() {
        keyword = name();
    }

    SmtpExtension(String keyword) {
        this.keyword = keyword;
    }

    /**
     * Finds an extension.
     *
     * @param keyword its keyword, in any case
     * @return the extension, or empty if it is none of these
     */
    public static Optional<SmtpExtension> named(String keyword) {
        return Arrays.stream(values())
                .filter(extension -> extension.keyword.equalsIgnoreCase(keyword))
                .findFirst();
    }

    /**
     * Its keyword in the reply to EHLO.
     *
     * @return in upper case
     */
    public String keyword() {
        return keyword;
    }
}
