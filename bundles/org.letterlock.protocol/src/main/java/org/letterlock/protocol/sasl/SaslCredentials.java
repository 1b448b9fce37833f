package org.letterlock.protocol.sasl;

import java.util.Arrays;

/**
 * What a client logs in with.
 *
 * @param mechanism how it came
 * @param userName the name as the client gave it, not empty, without control characters
 * @param secret the password or the token, not empty, without NUL; the array itself, so that its last owner can overwrite it
 */
public record SaslCredentials(SaslMechanism mechanism, String userName, char[] secret) {

    /**
     * The same secret for another name.
     *
     * @param name the name at the server that is logged in to
     * @return credentials that share the secret's array
     */
    public SaslCredentials withUserName(String name) {
        return new SaslCredentials(mechanism, name, secret);
    }

    /** Overwrites the secret. */
    public void erase() {
        Arrays.fill(secret, '\0');
    }

    /** Without name and secret. */
    @Override
    public String toString() {
        return "SaslCredentials[mechanism=" + mechanism + "]";
    }
}
