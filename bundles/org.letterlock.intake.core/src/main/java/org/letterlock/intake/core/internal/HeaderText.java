package org.letterlock.intake.core.internal;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.DsnRequest;
import org.letterlock.mail.api.MailAddress;

/**
 * Puts what a peer said into header text, so that it stays what it is: one word or one path in a line of ASCII. Anything
 * else is written {@code \x{HEX}}, as RFC 6533, section 3 writes addresses where only ASCII can stand.
 */
final class HeaderText {

    /** Keeps lines far below the 998 octets of RFC 5322, section 2.1.1; every valid path fits. */
    private static final int MAX_LENGTH = 600;

    private static final String LITERAL = "0123456789abcdefABCDEFIPvp.:";
    private static final String SPECIALS = "()<>@,;:\\\"";
    private static final String PATH = "";
    private static final String IN_VALUES = "();\\\"";
    private static final int LINE = 78;

    static final String FOLD = "\r\n\t";

    private HeaderText() {}

    /** A path (RFC 5321, section 4.1.2) without its angle brackets; null is the null path. */
    static void appendPath(StringBuilder out, @Nullable MailAddress address) {
        if (address != null) {
            append(out, address.toString(), PATH);
        }
    }

    /** A parameter of a command, keyword and value. */
    static void appendParameter(StringBuilder out, String parameter) {
        append(out, parameter, PATH);
    }

    /** A value among others in one header: one word, without what separates values or could be a comment or quote. */
    static void appendValue(StringBuilder out, String value) {
        append(out, value, IN_VALUES);
    }

    /** The name that a peer gave itself in HELO or EHLO: one word. */
    static void appendName(StringBuilder out, String name) {
        if (name.isEmpty()) {
            out.append("unknown");
        } else if (isLiteral(name)) {
            out.append(name);
        } else {
            append(out, name, SPECIALS);
        }
    }

    /** An address literal (RFC 5321, section 4.1.3). */
    static void appendLiteral(StringBuilder out, InetSocketAddress socket) {
        InetAddress address = socket.getAddress();
        if (address == null) {
            out.append("unknown");
            return;
        }
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        out.append(address instanceof Inet6Address ? "[IPv6:" : "[")
                .append(text, 0, scope < 0 ? text.length() : scope)
                .append(']');
    }

    private static boolean isLiteral(String name) {
        int last = name.length() - 1;
        if (last > 64 || name.charAt(0) != '[' || name.charAt(last) != ']') {
            return false;
        }
        for (int i = 1; i < last; i++) {
            if (LITERAL.indexOf(name.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /** The parameters of a request for notifications as they came, a header of complete lines; nothing if none did. */
    static String dsn(DsnRequest.Mail mail, DsnRequest.Recipient recipient) {
        String parameters = (mail + " " + recipient).strip();
        if (parameters.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder(96).append("X-Letterlock-DSN:");
        for (String parameter : parameters.split(" ", -1)) {
            StringBuilder word = new StringBuilder(64);
            appendParameter(word, parameter);
            fold(out, word);
        }
        return out.append("\r\n").toString();
    }

    /** Adds a word to a header, on a line of its own if this one would get too long. */
    static void fold(StringBuilder out, CharSequence word) {
        int column = out.length() - (out.lastIndexOf("\n") + 1);
        out.append(column + 1 + word.length() > LINE ? FOLD : " ").append(word);
    }

    /** Writes what is printable ASCII as it is, except some characters; blanks only where those are {@link #PATH}. */
    private static void append(StringBuilder out, String text, String except) {
        int limit = out.length() + MAX_LENGTH;
        for (int i = 0; i < text.length(); ) {
            if (out.length() > limit) {
                out.append("...");
                return;
            }
            int c = text.codePointAt(i);
            if (isPlain(c, except)) {
                out.append((char) c);
            } else {
                out.append("\\x{")
                        .append(Integer.toHexString(c).toUpperCase(Locale.ROOT))
                        .append('}');
            }
            i += Character.charCount(c);
        }
    }

    private static boolean isPlain(int c, String except) {
        if (c <= ' ' || c >= 0x7f) {
            return c == ' ' && except.equals(PATH);
        }
        return except.indexOf(c) < 0;
    }
}
