package org.letterlock.protocol.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailAddress;

/**
 * Reads a reverse-path or forward-path (RFC 5321, section 4.1.2; RFC 6531, section 3.3). Source routes are skipped (appendix C). More lenient than
 * the grammar where real senders are: spaces before the path, dots anywhere in a local part, underscores in domains.
 */
final class PathParser {

    private static final String ATEXT_SPECIALS = "!#$%&'*+-/=?^_`{|}~";
    private static final int MAX_DOMAIN_OCTETS = 255;

    private final String text;
    private int at;
    private @Nullable MailAddress address;

    /** To read a text from an index on. */
    PathParser(String text, int start) {
        this.text = text;
        this.at = start;
    }

    /** Reads it. False if there is no path, or something other than a space behind it. */
    boolean read() {
        skip(' ');
        if (!accept('<')) {
            return false;
        }
        boolean isPath = accept('>') || (skipSourceRoute() && mailbox() && accept('>'));
        return isPath && (at == text.length() || peek() == ' ');
    }

    /** The address, null for the null path. */
    @Nullable MailAddress address() {
        return address;
    }

    /** Whether the address can stand where there is no SMTPUTF8. */
    boolean isAscii() {
        return Utf8Text.isAscii(text.substring(0, at));
    }

    /** What stands behind the path. */
    String rest() {
        return text.substring(at);
    }

    private boolean skipSourceRoute() {
        if (peek() != '@') {
            return true;
        }
        do {
            if (!accept('@') || domain() == null) {
                return false;
            }
        } while (accept(','));
        return accept(':');
    }

    private boolean mailbox() {
        String local = peek() == '"' ? quotedString() : dotString();
        if (local == null || local.isEmpty()) {
            return false;
        }
        String domain;
        if (accept('@')) {
            domain = domain();
        } else {
            domain = local.equalsIgnoreCase("postmaster") ? "" : null;
        }
        if (domain == null) {
            return false;
        }
        address = new MailAddress(local, domain);
        return true;
    }

    private @Nullable String quotedString() {
        StringBuilder local = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return local.toString();
            }
            if (c == '\\') {
                c = peek();
                at++;
            }
            if ((c < ' ' || c > '~') && !Utf8Text.isAddressCharacter(c)) {
                return null;
            }
            local.append(c);
        }
        return null;
    }

    private String dotString() {
        int start = at;
        while (isLetterOrDigit(peek()) || peek() == '.' || (peek() != 0 && ATEXT_SPECIALS.indexOf(peek()) >= 0)) {
            at++;
        }
        return text.substring(start, at);
    }

    private @Nullable String domain() {
        int start = at;
        if (accept('[')) {
            while (peek() > ' ' && peek() <= '~' && peek() != '[' && peek() != '\\' && peek() != ']') {
                at++;
            }
            return at > start + 1 && accept(']') ? text.substring(start, at) : null;
        }
        do {
            int label = at;
            while (isLetterOrDigit(peek()) || peek() == '-' || peek() == '_') {
                at++;
            }
            if (at == label) {
                return null;
            }
        } while (accept('.'));
        String domain = text.substring(start, at);
        return domain.getBytes(UTF_8).length <= MAX_DOMAIN_OCTETS ? domain : null;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || (c >= 'A' && c <= 'Z')
                || Utf8Text.isAddressCharacter(c);
    }

    /** The next character, NUL at the end: a command line has none, so it matches nothing. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private boolean accept(char c) {
        if (peek() != c) {
            return false;
        }
        at++;
        return true;
    }

    private void skip(char c) {
        while (accept(c)) {
            // goes on
        }
    }
}
