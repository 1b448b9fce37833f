package org.letterlock.protocol.sasl;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The message of OAUTHBEARER and XOAUTH2: a head, pairs of key and value, each ended by a control A, and one more of it
 * (RFC 7628, section 3.1). In OAUTHBEARER the head is a GS2 header (RFC 5801, section 4), in XOAUTH2 it is {@code user=NAME}.
 */
final class BearerMessage {

    private static final char SEPARATOR = '\1';
    private static final String AUTH = "auth=";
    private static final String SCHEME = "bearer ";

    /** No channel binding, or none that the client thinks we have; a binding to us could not be passed on. */
    private static final Pattern GS2_HEADER = Pattern.compile("[ny],a=((?:[^,=]|=2C|=3D)+),");

    private static final Pattern USER = Pattern.compile("user=(.+)");

    private final char[] message;
    private final int headEnd;

    /** Looks at a message, which it does not keep beyond its own life. */
    BearerMessage(char[] message) {
        this.message = message;
        this.headEnd = SaslServer.indexOf(message, SEPARATOR, 0);
    }

    /** OAUTHBEARER's name, null if it has none. */
    @Nullable String authorizationIdentity() {
        String saslName = head(GS2_HEADER);
        return saslName == null ? null : saslName.replace("=2C", ",").replace("=3D", "=");
    }

    /** XOAUTH2's name, null if it has none. */
    @Nullable String user() {
        return head(USER);
    }

    /** The token; null if there is none, or the message is not well-formed. */
    char @Nullable [] token() {
        char[] token = null;
        int at = headEnd + 1;
        while (at < message.length && message[at] != SEPARATOR) {
            int end = SaslServer.indexOf(message, SEPARATOR, at);
            if (token == null && startsWith(at, end, AUTH)) {
                token = bearer(at + AUTH.length(), end);
            }
            at = end + 1;
        }
        boolean isComplete = at == message.length - 1;
        if (token != null && !isComplete) {
            Arrays.fill(token, '\0');
        }
        return isComplete ? token : null;
    }

    private @Nullable String head(Pattern pattern) {
        Matcher matcher = pattern.matcher(new String(message, 0, headEnd));
        return matcher.matches() ? matcher.group(1) : null;
    }

    private char @Nullable [] bearer(int from, int to) {
        int start = from + SCHEME.length();
        if (!startsWith(from, to, SCHEME) || start == to) {
            return null;
        }
        for (int i = start; i < to; i++) {
            if (message[i] <= ' ' || message[i] > '~') {
                return null;
            }
        }
        return Arrays.copyOfRange(message, start, to);
    }

    private boolean startsWith(int from, int to, String lowerCase) {
        if (to - from < lowerCase.length()) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            if (Character.toLowerCase(message[from + i]) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
