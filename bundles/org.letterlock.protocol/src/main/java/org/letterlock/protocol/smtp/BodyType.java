package org.letterlock.protocol.smtp;

/** What the client says a mail is made of: BODY of MAIL. */
public enum BodyType {
    /** Nothing was said, or 7BIT. */
    SEVEN_BIT,
    /** 8BITMIME (RFC 6152). */
    EIGHT_BIT,
    /** BINARYMIME (RFC 3030, section 3): it comes by BDAT only. */
    BINARY
}
