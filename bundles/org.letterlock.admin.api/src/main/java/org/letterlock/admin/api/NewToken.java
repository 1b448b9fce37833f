package org.letterlock.admin.api;

/**
 * A new API token.
 *
 * @param token what it is
 * @param secret what is sent as {@code Authorization: Bearer}; never shown again
 */
public record NewToken(TokenView token, String secret) {

    /** Without the secret. */
    @Override
    public String toString() {
        return "NewToken[token=" + token + ", secret=***]";
    }
}
