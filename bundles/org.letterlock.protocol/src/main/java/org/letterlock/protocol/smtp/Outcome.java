package org.letterlock.protocol.smtp;

import org.jspecify.annotations.Nullable;

/**
 * What comes of a command.
 *
 * @param question what to ask; null if there is nothing to ask
 * @param reply what to reply at once; null if nothing
 * @param then what follows
 */
record Outcome(SmtpAction.@Nullable Ask question, @Nullable SmtpReply reply, Then then) {

    enum Then {
        GO_ON,
        /** Nothing behind this may be taken for commands. */
        CLOSE,
        START_TLS
    }

    static final Outcome NOTHING = new Outcome(null, null, Then.GO_ON);
    static final Outcome START_TLS = new Outcome(null, null, Then.START_TLS);

    static Outcome ask(SmtpAction.Ask question) {
        return new Outcome(question, null, Then.GO_ON);
    }

    static Outcome reply(SmtpReply reply) {
        return new Outcome(null, reply, Then.GO_ON);
    }

    static Outcome close(SmtpReply reply) {
        return new Outcome(null, reply, Then.CLOSE);
    }
}
