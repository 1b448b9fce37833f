package org.letterlock.protocol.sasl;

import java.util.Arrays;
import java.util.Optional;

/** The mechanisms; their names are the constants'. */
public enum SaslMechanism {
    /** Name and password in one message (RFC 4616). */
    PLAIN,
    /** Name and password one after the other (draft-murchison-sasl-login). */
    LOGIN,
    /** A bearer token in the form of Google and Microsoft, older than RFC 7628. */
    XOAUTH2,
    /** A bearer token (RFC 7628). */
    OAUTHBEARER;

    /**
     * Finds a mechanism.
     *
     * @param name its name, in any case
     * @return the mechanism, or empty if it is none of them
     */
    public static Optional<SaslMechanism> named(String name) {
        return Arrays.stream(values())
                .filter(mechanism -> mechanism.name().equalsIgnoreCase(name))
                .findFirst();
    }
}
