package org.letterlock.protocol.smtp;

/** The replies that do not depend on anything, with their enhanced status codes (RFC 2034, 3463, 5248). */
public final class SmtpReplies {

    /** To MAIL. */
    public static final SmtpReply SENDER_OK = SmtpReply.of(250, "2.1.0 Sender ok");
    /** To RCPT. */
    public static final SmtpReply RECIPIENT_OK = SmtpReply.of(250, "2.1.5 Recipient ok");
    /** To DATA: the mail may come. */
    public static final SmtpReply START_INPUT = SmtpReply.of(354, "End data with <CR><LF>.<CR><LF>");
    /** To RCPT: one more than can be taken (RFC 5321, section 4.5.3.1.10). */
    public static final SmtpReply TOO_MANY_RECIPIENTS = SmtpReply.of(452, "4.5.3 Too many recipients");
    /** The mail is larger than the SIZE limit (RFC 1870, section 6). */
    public static final SmtpReply TOO_LARGE = SmtpReply.of(552, "5.3.4 Message too big");
    /** Something of ours does not work now. */
    public static final SmtpReply LOCAL_TROUBLE = SmtpReply.of(451, "4.3.0 Temporary trouble, try again later");

    static final SmtpReply OK = SmtpReply.of(250, "2.0.0 Ok");
    static final SmtpReply CHUNK_OK = SmtpReply.of(250, "2.0.0 Chunk ok");
    static final SmtpReply BYE = SmtpReply.of(221, "2.0.0 Bye");
    static final SmtpReply CANNOT_VERIFY = SmtpReply.of(252, "2.0.0 Send some mail, I will try my best");
    static final SmtpReply START_TLS = SmtpReply.of(220, "2.0.0 Ready to start TLS");
    static final SmtpReply SHUTDOWN = SmtpReply.of(421, "4.3.2 Shutting down, try again later");
    static final SmtpReply TIME_OUT = SmtpReply.of(421, "4.4.2 Time-out, closing");
    static final SmtpReply TOO_MANY_ERRORS = SmtpReply.of(421, "4.7.0 Too many errors, closing");
    static final SmtpReply NO_TLS_NOW = SmtpReply.of(454, "4.7.0 TLS not available now");
    static final SmtpReply UNKNOWN_COMMAND = SmtpReply.of(500, "5.5.1 Command unknown");
    static final SmtpReply BAD_LINE = SmtpReply.of(500, "5.5.2 No command line: empty or with control characters");
    static final SmtpReply LINE_TOO_LONG = SmtpReply.of(500, "5.5.6 Command line too long");
    static final SmtpReply RESPONSE_TOO_LONG = SmtpReply.of(500, "5.5.6 Line of the login too long");
    static final SmtpReply BAD_RESPONSE = SmtpReply.of(501, "5.5.2 Login cannot be read");
    static final SmtpReply LOGIN_CANCELLED = SmtpReply.of(501, "5.7.0 Login cancelled");
    static final SmtpReply BAD_ARGUMENTS = SmtpReply.of(501, "5.5.4 Syntax error in arguments");
    static final SmtpReply BAD_SENDER = SmtpReply.of(501, "5.1.7 Syntax error in the sender's address");
    static final SmtpReply BAD_RECIPIENT = SmtpReply.of(501, "5.1.3 Syntax error in the recipient's address");
    static final SmtpReply NOT_IMPLEMENTED = SmtpReply.of(502, "5.5.1 Command not implemented");
    static final SmtpReply HELLO_FIRST = SmtpReply.of(503, "5.5.1 Say EHLO first");
    static final SmtpReply SENDER_FIRST = SmtpReply.of(503, "5.5.1 Say MAIL first");
    static final SmtpReply SENDER_TWICE = SmtpReply.of(503, "5.5.1 Sender given already");
    static final SmtpReply BDAT_ONLY = SmtpReply.of(503, "5.5.1 This mail comes by BDAT");
    static final SmtpReply DATA_ONLY = SmtpReply.of(503, "5.5.1 This mail comes by DATA");
    static final SmtpReply MAIL_BEGUN = SmtpReply.of(503, "5.5.1 The mail has begun already");
    static final SmtpReply TLS_TWICE = SmtpReply.of(503, "5.5.1 TLS is active already");
    static final SmtpReply LOGIN_TWICE = SmtpReply.of(503, "5.5.1 Logged in already");
    static final SmtpReply LOGIN_IN_MAIL = SmtpReply.of(503, "5.5.1 No login within a transaction");
    static final SmtpReply LOGIN_PIPELINED =
            SmtpReply.of(503, "5.5.1 Nothing may follow AUTH before its reply, closing");
    static final SmtpReply UNKNOWN_MECHANISM = SmtpReply.of(504, "5.5.4 Mechanism unknown");
    static final SmtpReply TLS_FOR_LOGIN = SmtpReply.of(538, "5.7.11 A login needs TLS: say STARTTLS first");
    static final SmtpReply UTF8_NOT_ASKED = SmtpReply.of(553, "5.6.7 Address beyond ASCII without SMTPUTF8");
    static final SmtpReply UTF8_NOT_RELAYED = SmtpReply.of(553, "5.6.7 The server behind takes no SMTPUTF8");
    static final SmtpReply NO_CONVERSION = SmtpReply.of(554, "5.6.3 The server behind takes no such body");
    static final SmtpReply NOT_HTTP = SmtpReply.of(554, "5.5.1 This is SMTP, closing");
    static final SmtpReply NO_RECIPIENTS = SmtpReply.of(554, "5.5.1 No valid recipients");
    static final SmtpReply LOOP = SmtpReply.of(554, "5.4.6 Too many Received headers, the mail goes round in a loop");
    static final SmtpReply UNKNOWN_PARAMETER = SmtpReply.of(555, "5.5.4 Parameter unknown");

    private SmtpReplies() {}
}
