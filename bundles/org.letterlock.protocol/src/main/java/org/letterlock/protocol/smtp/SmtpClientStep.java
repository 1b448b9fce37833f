package org.letterlock.protocol.smtp;

/** Where a client is in a session. */
public enum SmtpClientStep {
    /** Before the first reply. */
    GREETING("while waiting for the greeting"),
    /** EHLO was sent. */
    EHLO("while waiting for the reply to EHLO"),
    /** STARTTLS was sent. */
    STARTTLS("while waiting for the reply to STARTTLS"),
    /** STARTTLS was accepted. */
    HANDSHAKE("during the TLS handshake"),
    /** AUTH was sent. */
    AUTH("while waiting for the reply to AUTH"),
    /** MAIL was sent. */
    MAIL("while waiting for the reply to MAIL"),
    /** RCPT was sent. */
    RCPT("while waiting for the reply to RCPT"),
    /** DATA was sent. */
    DATA("while waiting for the reply to DATA"),
    /** The mail may be sent, or is being sent. */
    BODY("while sending the mail"),
    /** The mail was sent with its final dot. */
    END_OF_DATA("while waiting for the reply to the end of the mail"),
    /** RSET was sent. */
    RSET("while waiting for the reply to RSET"),
    /** QUIT was sent. */
    QUIT("while waiting for the reply to QUIT"),
    /** Nothing is waited for. */
    IDLE("between commands");

    private final String phrase;

    SmtpClientStep(String phrase) {
        this.phrase = phrase;
    }

    /** Whether another command may be sent before its reply is there, if the server can do that (RFC 2920, section 3.1). */
    boolean mayBeFollowed() {
        return this == MAIL || this == RCPT || this == RSET;
    }

    /** As it ends a sentence: {@code while waiting for the reply to AUTH}. */
    @Override
    public String toString() {
        return phrase;
    }
}
