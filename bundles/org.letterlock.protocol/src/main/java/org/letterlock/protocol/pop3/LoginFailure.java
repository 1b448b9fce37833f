package org.letterlock.protocol.pop3;

/** Why a login failed, with the response codes of RFC 2449, section 8.1 and RFC 3206. */
public enum LoginFailure {
    /** Wrong name or password. */
    DENIED("-ERR [AUTH] Wrong user name or password"),
    /** Another session has the maildrop. */
    IN_USE("-ERR [IN-USE] Another session has this maildrop"),
    /** It cannot be found out now. */
    UNAVAILABLE("-ERR [SYS/TEMP] Login is not possible now, try again later");

    private final String reply;

    LoginFailure(String reply) {
        this.reply = reply;
    }

    String reply() {
        return reply;
    }
}
