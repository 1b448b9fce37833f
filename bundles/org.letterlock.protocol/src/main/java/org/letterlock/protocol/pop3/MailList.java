package org.letterlock.protocol.pop3;

/** What the dialogue must know of the mails of a maildrop. It does not change during a session. */
public interface MailList {

    /** How many there are. */
    int size();

    /** The octets that RETR sends of a mail before dot-stuffing, its final CRLF included. Index from 0. */
    long octets(int index);

    /** The unique id of a mail: 1 to 70 characters from {@code !} to {@code ~} (RFC 1939, section 7). Index from 0. */
    String uidl(int index);
}
