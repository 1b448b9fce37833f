package org.letterlock.itests.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/** Sends mails that are octets, any number in one session. */
public final class OctetSender implements AutoCloseable {

    /**
     * How a mail is cut for BDAT.
     *
     * @param octets size of a chunk
     * @param emptyLast whether {@code BDAT 0 LAST} ends the mail, not its last octets
     * @param pipelined whether the whole transaction is written at once, before any reply is read
     */
    public record Chunking(int octets, boolean emptyLast, boolean pipelined) {}

    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] END = {'.', '\r', '\n'};
    private static final int LARGEST_PIECE = 40_000;

    private final TlsOctets smtp;

    OctetSender(TlsOctets smtp) throws IOException {
        this.smtp = smtp;
        smtp.expect("220 ");
        smtp.command("EHLO client.test");
        smtp.expect("250 ");
    }

    /**
     * What DATA makes of a mail, which it always ends with CRLF.
     *
     * @param mail a mail
     * @return the mail, with a final CRLF unless it is empty
     */
    public static byte[] lines(byte[] mail) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        lines.writeBytes(mail);
        if (mail.length > 0 && !endsLine(mail, mail.length)) {
            lines.writeBytes(CRLF);
        }
        return lines.toByteArray();
    }

    /**
     * Sends a mail by DATA: a dot is doubled at the start of the mail and behind CRLF. Its octets are written in random pieces.
     *
     * @param sender the reverse-path, may be empty
     * @param recipient the recipient
     * @param mail the mail; a final CRLF is added where it has none
     * @param random decides on the pieces
     * @throws IOException if it was not accepted
     */
    public void data(String sender, String recipient, byte[] mail, RandomGenerator random) throws IOException {
        smtp.command("MAIL FROM:<" + sender + ">");
        smtp.expect("250 ");
        smtp.command("RCPT TO:<" + recipient + ">");
        smtp.expect("250 ");
        smtp.command("DATA");
        smtp.expect("354 ");
        byte[] stuffed = stuffed(lines(mail));
        int most = 1 + random.nextInt(Math.min(LARGEST_PIECE, stuffed.length));
        for (int at = 0; at < stuffed.length; ) {
            int piece = Math.min(stuffed.length - at, Math.max(stuffed.length / 50, 1 + random.nextInt(most)));
            smtp.write(stuffed, at, piece);
            at += piece;
        }
        smtp.expect("250 2.0.0 ");
    }

    /**
     * Sends a mail by BDAT, as BINARYMIME.
     *
     * @param sender the reverse-path, may be empty
     * @param recipient the recipient
     * @param mail the mail
     * @param chunking how to cut it
     * @throws IOException if it was not accepted
     */
    public void bdat(String sender, String recipient, byte[] mail, Chunking chunking) throws IOException {
        ByteArrayOutputStream open = new ByteArrayOutputStream();
        int replies = 2;
        command(open, "MAIL FROM:<" + sender + "> BODY=BINARYMIME");
        command(open, "RCPT TO:<" + recipient + ">");
        for (int at = 0, left = mail.length; ; ) {
            int chunk = Math.min(left, chunking.octets());
            left -= chunk;
            boolean end = left == 0 && (chunk == 0 || !chunking.emptyLast());
            if (!chunking.pipelined()) {
                replies = exchange(open, replies);
            }
            command(open, "BDAT " + chunk + (end ? " LAST" : ""));
            open.write(mail, at, chunk);
            at += chunk;
            replies++;
            if (end) {
                break;
            }
        }
        exchange(open, replies - 1);
        smtp.expect("250 2.0.0 ");
    }

    /** Writes what has gathered, and reads so many replies. */
    private int exchange(ByteArrayOutputStream open, int replies) throws IOException {
        smtp.write(open.toByteArray());
        open.reset();
        for (int i = 0; i < replies; i++) {
            smtp.expect("250 ");
        }
        return 0;
    }

    private static void command(ByteArrayOutputStream open, String command) {
        open.writeBytes(command.getBytes(StandardCharsets.US_ASCII));
        open.writeBytes(CRLF);
    }

    private static byte[] stuffed(byte[] mail) {
        ByteArrayOutputStream stuffed = new ByteArrayOutputStream();
        for (int at = 0; at < mail.length; at++) {
            if (mail[at] == '.' && (at == 0 || endsLine(mail, at))) {
                stuffed.write('.');
            }
            stuffed.write(mail[at]);
        }
        stuffed.writeBytes(END);
        return stuffed.toByteArray();
    }

    private static boolean endsLine(byte[] mail, int length) {
        return length >= 2 && mail[length - 2] == '\r' && mail[length - 1] == '\n';
    }

    /** Says goodbye. */
    @Override
    public void close() throws IOException {
        try (smtp) {
            smtp.command("QUIT");
            smtp.expect("221 ");
        }
    }
}
