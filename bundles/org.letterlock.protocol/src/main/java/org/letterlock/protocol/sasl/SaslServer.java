package org.letterlock.protocol.sasl;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of an exchange: {@link #begin} once, {@link #respond} for each line of the client, until it is complete. Checks
 * form, not secrets. Confined to one thread at a time.
 */
public final class SaslServer {

    /** The longest line of an exchange without its CRLF, in octets (RFC 4954, section 4; RFC 5034, section 4). */
    public static final int MAX_LINE_OCTETS = 12_288;

    /** What comes next. */
    public sealed interface Step {

        /**
         * The client is asked.
         *
         * @param base64 the challenge, may be empty
         */
        record Challenge(String base64) implements Step {}

        /**
         * The client has said who it is.
         *
         * @param credentials what it logs in with; whoever gets them erases them
         */
        record Complete(SaslCredentials credentials) implements Step {}

        /** The client does not want to go on. */
        record Cancelled() implements Step {}

        /** The response is no Base64, or no message of the mechanism. */
        record Malformed() implements Step {}
    }

    private static final Step ASK = new Step.Challenge("");
    /** {@code Username:} and {@code Password:}, as all do it. */
    private static final Step ASK_NAME = new Step.Challenge("VXNlcm5hbWU6");

    private static final Step ASK_PASSWORD = new Step.Challenge("UGFzc3dvcmQ6");
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final SaslMechanism mechanism;

    /** LOGIN: the name, once it is there. */
    private @Nullable String name;

    /**
     * Makes an exchange.
     *
     * @param mechanism what the client has asked for
     */
    public SaslServer(SaslMechanism mechanism) {
        this.mechanism = mechanism;
    }

    /**
     * Begins.
     *
     * @param initialResponse what came with the command, {@code =} for an empty response; null if nothing did
     * @return what comes next
     */
    public Step begin(@Nullable ByteBuffer initialResponse) {
        if (initialResponse == null) {
            return mechanism == SaslMechanism.LOGIN ? ASK_NAME : ASK;
        }
        return read(isOnly(initialResponse, '=') ? EMPTY : initialResponse);
    }

    /**
     * Goes on.
     *
     * @param line the client's line without its CRLF, {@code *} to give up
     * @return what comes next
     */
    public Step respond(ByteBuffer line) {
        return isOnly(line, '*') ? new Step.Cancelled() : read(line);
    }

    private Step read(ByteBuffer base64) {
        char[] message = SaslText.decode(base64);
        if (message == null) {
            return new Step.Malformed();
        }
        try {
            return switch (mechanism) {
                case PLAIN -> plain(message);
                case LOGIN -> login(message);
                case XOAUTH2, OAUTHBEARER -> bearer(message);
            };
        } finally {
            Arrays.fill(message, '\0');
        }
    }

    /** An authorization identity is taken only if it is the authentication identity: there is nobody to act for. */
    private Step plain(char[] message) {
        int first = indexOf(message, '\0', 0);
        int second = indexOf(message, '\0', first + 1);
        if (second >= message.length) {
            return new Step.Malformed();
        }
        String authorization = new String(message, 0, first);
        String user = new String(message, first + 1, second - first - 1);
        return authorization.isEmpty() || authorization.equals(user)
                ? complete(user, Arrays.copyOfRange(message, second + 1, message.length))
                : new Step.Malformed();
    }

    private Step login(char[] message) {
        if (name == null) {
            name = new String(message);
            return isName(name) ? ASK_PASSWORD : new Step.Malformed();
        }
        return complete(name, message.clone());
    }

    private Step bearer(char[] message) {
        BearerMessage bearer = new BearerMessage(message);
        String user = mechanism == SaslMechanism.XOAUTH2 ? bearer.user() : bearer.authorizationIdentity();
        char[] token = bearer.token();
        return user == null || token == null ? new Step.Malformed() : complete(user, token);
    }

    private Step complete(String user, char[] secret) {
        if (!isName(user) || secret.length == 0 || indexOf(secret, '\0', 0) < secret.length) {
            Arrays.fill(secret, '\0');
            return new Step.Malformed();
        }
        return new Step.Complete(new SaslCredentials(mechanism, user, secret));
    }

    private static boolean isName(String user) {
        return !user.isEmpty() && user.chars().noneMatch(Character::isISOControl);
    }

    private static boolean isOnly(ByteBuffer line, char c) {
        return line.remaining() == 1 && line.get(line.position()) == c;
    }

    /** The index from which on it stands there first; the length if it does not. */
    static int indexOf(char[] text, char c, int from) {
        int i = from;
        while (i < text.length && text[i] != c) {
            i++;
        }
        return i;
    }
}
