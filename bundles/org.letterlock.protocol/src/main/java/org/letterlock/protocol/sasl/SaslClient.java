package org.letterlock.protocol.sasl;

import org.jspecify.annotations.Nullable;

/**
 * The client's side of an exchange. What it gives out is Base64 and belongs to the caller, who overwrites it. It reads the
 * credentials when asked, so they must not be erased before. Confined to one thread at a time.
 */
public final class SaslClient {

    private static final byte[] NOTHING = {};

    private final SaslMechanism mechanism;
    private final SaslCredentials credentials;
    private final String host;
    private final int port;

    /** How many messages were given out. */
    private int said;

    /**
     * Makes an exchange.
     *
     * @param mechanism which to use: the credentials' own, or the other one of PLAIN and LOGIN
     * @param credentials what to log in with
     * @param host the server's name, which OAUTHBEARER tells it
     * @param port its port, likewise
     */
    public SaslClient(SaslMechanism mechanism, SaslCredentials credentials, String host, int port) {
        this.mechanism = mechanism;
        this.credentials = credentials;
        this.host = host;
        this.port = port;
    }

    /**
     * What to send with the command.
     *
     * @return the message, null for LOGIN, which begins with the server's question
     */
    public byte @Nullable [] initialResponse() {
        return mechanism == SaslMechanism.LOGIN ? null : respond();
    }

    /**
     * What to answer to a challenge. The first is the question for the message, where it did not go with the command. Of a token a
     * second one tells what is wrong with it (RFC 7628, section 3.2.2), and wants an answer before the server says that the login
     * has failed.
     *
     * @return the response, may be empty; null if there is nothing more to say
     */
    public byte @Nullable [] respond() {
        said++;
        return switch (said) {
            case 1 -> first();
            case 2 -> second();
            default -> null;
        };
    }

    private byte[] first() {
        String name = credentials.userName();
        char[] secret = credentials.secret();
        return switch (mechanism) {
            case PLAIN -> SaslText.encode("\0" + name + "\0", secret, "");
            case LOGIN -> SaslText.encode(name, new char[0], "");
            case XOAUTH2 -> SaslText.encode("user=" + name + "\1auth=Bearer ", secret, "\1\1");
            case OAUTHBEARER -> {
                String saslName = name.replace("=", "=3D").replace(",", "=2C");
                yield SaslText.encode(
                        "n,a=" + saslName + ",\1host=" + host + "\1port=" + port + "\1auth=Bearer ", secret, "\1\1");
            }
        };
    }

    private byte @Nullable [] second() {
        return switch (mechanism) {
            case PLAIN -> null;
            case LOGIN -> SaslText.encode("", credentials.secret(), "");
            case XOAUTH2 -> NOTHING;
            case OAUTHBEARER -> SaslText.encode("\1", new char[0], "");
        };
    }
}
