package org.letterlock.protocol.pop3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Reads what a client logs in with. Passwords are arrays, and every copy made on the way is overwritten. */
final class Credentials {

    private Credentials() {}

    /**
     * The response of the SASL mechanism PLAIN (RFC 4616, section 2). An authorization identity is taken only if it is the
     * authentication identity.
     *
     * @return the login, or null if the response is malformed
     */
    static Pop3Action.@Nullable Login plain(ByteBuffer base64) {
        byte[] encoded = new byte[base64.remaining()];
        base64.get(encoded);
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(encoded);
        } catch (IllegalArgumentException e) {
            return null;
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
        try {
            return plain(decoded);
        } finally {
            Arrays.fill(decoded, (byte) 0);
        }
    }

    private static Pop3Action.@Nullable Login plain(byte[] message) {
        int first = indexOfNul(message, 0);
        int second = indexOfNul(message, first + 1);
        if (first == message.length || second >= message.length) {
            return null;
        }
        String authorization = new String(message, 0, first, UTF_8);
        String user = new String(message, first + 1, second - first - 1, UTF_8);
        if (user.isEmpty() || (!authorization.isEmpty() && !authorization.equals(user))) {
            return null;
        }
        char[] password = password(ByteBuffer.wrap(message, second + 1, message.length - second - 1));
        return new Pop3Action.Login("PLAIN", user, password);
    }

    /** A password; octets that are not UTF-8 make it a wrong one. */
    static char[] password(ByteBuffer octets) {
        CharBuffer decoded = UTF_8.decode(octets);
        char[] password = new char[decoded.remaining()];
        decoded.get(password);
        Arrays.fill(decoded.array(), '\0');
        return password;
    }

    private static int indexOfNul(byte[] octets, int from) {
        int i = from;
        while (i < octets.length && octets[i] != 0) {
            i++;
        }
        return i;
    }
}
