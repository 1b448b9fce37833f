package org.letterlock.itests.client;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/** Sends and picks up mails, over TLS from the first octet; mails are lines. */
public final class MailProgram {

    /** Who sends. */
    public static final String SENDER = "a@example.org";

    private final int smtps;
    private final int pop3s;
    private final Path authority;

    /**
     * Knows the gateway.
     *
     * @param smtps its port for SMTP
     * @param pop3s its port for POP3
     * @param authority PEM file of the authority that vouches for it
     */
    public MailProgram(int smtps, int pop3s, Path authority) {
        this.smtps = smtps;
        this.pop3s = pop3s;
        this.authority = authority;
    }

    /**
     * Connects to SMTP, and does not wait for the greeting.
     *
     * @return the connection
     * @throws IOException if it is refused
     * @throws GeneralSecurityException if the authority cannot be used
     */
    public TlsLines smtp() throws IOException, GeneralSecurityException {
        return new TlsLines(smtps, authority);
    }

    /**
     * Connects to POP3, and does not wait for the greeting.
     *
     * @return the connection
     * @throws IOException if it is refused
     * @throws GeneralSecurityException if the authority cannot be used
     */
    public TlsLines pop3() throws IOException, GeneralSecurityException {
        return new TlsLines(pop3s, authority);
    }

    /**
     * Connects to SMTP for mails that are octets, and says EHLO.
     *
     * @return a session
     * @throws IOException if it is refused
     * @throws GeneralSecurityException if the authority cannot be used
     */
    public OctetSender octetSender() throws IOException, GeneralSecurityException {
        return new OctetSender(new TlsOctets(smtps, authority));
    }

    /**
     * Connects to POP3 for mails that are octets, and logs in.
     *
     * @param id the mailbox
     * @param password its password
     * @return a session
     * @throws IOException if it is refused
     * @throws GeneralSecurityException if the authority cannot be used
     */
    public OctetMaildrop octetMaildrop(String id, String password) throws IOException, GeneralSecurityException {
        return new OctetMaildrop(new TlsOctets(pop3s, authority), id, password);
    }

    /**
     * Sends a mail by a connection of its own.
     *
     * @param address the recipient
     * @param mail the mail's lines
     * @throws IOException if it was not accepted
     * @throws GeneralSecurityException if the authority cannot be used
     */
    public void send(String address, List<String> mail) throws IOException, GeneralSecurityException {
        try (TlsLines smtp = smtp()) {
            send(smtp, address, mail);
        }
    }

    /**
     * Waits for the greeting, sends a mail, and says goodbye.
     *
     * @param smtp a connection on which nothing was said yet
     * @param address the recipient
     * @param mail the mail's lines
     * @throws IOException if it was not accepted
     */
    public static void send(TlsLines smtp, String address, List<String> mail) throws IOException {
        smtp.expect("220 ", "");
        smtp.expect("250 ", "EHLO client.test");
        smtp.expect("250 ", "MAIL FROM:<" + SENDER + ">");
        smtp.expect("250 ", "RCPT TO:<" + address + ">");
        smtp.expect("354 ", "DATA");
        List<String> lines = mail.stream()
                .map(line -> line.startsWith(".") ? "." + line : line)
                .toList();
        smtp.expect("250 2.0.0 ", String.join("\r\n", lines) + "\r\n.");
        smtp.expect("221 ", "QUIT");
    }

    /**
     * Picks up all mails by a connection of its own, and deletes them.
     *
     * @param id the mailbox
     * @param password its password
     * @return the mails' lines
     * @throws IOException if that fails
     * @throws GeneralSecurityException if the authority cannot be used
     */
    public List<List<String>> pickUp(String id, String password) throws IOException, GeneralSecurityException {
        try (TlsLines pop3 = pop3()) {
            return pickUp(pop3, id, password);
        }
    }

    /**
     * Waits for the greeting, picks up all mails, deletes them and says goodbye.
     *
     * @param pop3 a connection on which nothing was said yet
     * @param id the mailbox
     * @param password its password
     * @return the mails' lines
     * @throws IOException if that fails
     */
    public static List<List<String>> pickUp(TlsLines pop3, String id, String password) throws IOException {
        pop3.expect("+OK", "");
        pop3.expect("+OK", "USER " + id);
        pop3.expect("+OK", "PASS " + password);
        int count = Integer.parseInt(pop3.expect("+OK", "STAT").split(" ", 3)[1]);
        List<List<String>> mails = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            pop3.expect("+OK", "RETR " + number);
            mails.add(pop3.body());
            pop3.expect("+OK", "DELE " + number);
        }
        pop3.expect("+OK", "QUIT");
        return mails;
    }

    /**
     * What was sent, without the trace headers that the gateway put before it.
     *
     * @param mail the lines of a mail as it was picked up
     * @param first the first line that was sent
     * @return the lines from there on
     */
    public static List<String> belowTrace(List<String> mail, String first) {
        return List.copyOf(mail.subList(Math.max(0, mail.indexOf(first)), mail.size()));
    }
}
