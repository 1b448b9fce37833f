package org.letterlock.intake.core.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import org.letterlock.mail.api.DsnRequest;
import org.letterlock.mail.api.Envelope;
import org.letterlock.mail.api.MailAddress;
import org.letterlock.mail.api.MessageId;
import org.letterlock.mail.api.Peer;
import org.letterlock.mail.api.TlsInfo;

/**
 * The trace headers of one mail (RFC 5321, section 4.4; RFC 3848; RFC 8314, section 4.3). Each copy names its own mailbox
 * only, so that no archive learns of the others; everything else is written once.
 */
final class TraceHeaders {

    private static final int LINE = 78;
    private static final String FOLD = "\r\n\t";

    private final String beforeTo;
    private final String mailDsn;
    private final String beforeFor;
    private final String end;

    TraceHeaders(String hostname, Envelope envelope, Peer peer, MessageId id, String date) {
        StringBuilder out = new StringBuilder(512).append("Return-Path: <");
        HeaderText.appendPath(out, envelope.reversePath());
        beforeTo = out.append(">\r\nX-Envelope-To: <").toString();

        mailDsn = envelope.dsn().mail().toString();

        out.setLength(0);
        out.append("Received: from ");
        HeaderText.appendName(out, peer.helo());
        StringBuilder word = new StringBuilder(64).append('(');
        HeaderText.appendLiteral(word, peer.address());
        fold(out, word.append(')'));
        word.setLength(0);
        fold(out, word.append("by ").append(hostname));
        word.setLength(0);
        HeaderText.appendName(word.append("with "), peer.protocol());
        TlsInfo tls = peer.tls();
        if (tls != null) {
            HeaderText.appendName(word.append(" ("), tls.protocol());
            word.append(')');
        }
        fold(out, word);
        beforeFor = out.append(FOLD)
                .append("id ")
                .append(id)
                .append(FOLD)
                .append("for <")
                .toString();

        out.setLength(0);
        out.append('>');
        if (tls != null) {
            HeaderText.appendName(out.append(FOLD).append("tls "), tls.cipherSuite());
        }
        end = out.append(';').append(FOLD).append(date).append("\r\n").toString();
    }

    /** The headers of the copy for a mailbox, and what was asked of notifications about it: complete lines. */
    ByteBuffer of(MailAddress mailbox, DsnRequest.Recipient dsn) {
        StringBuilder path = new StringBuilder(96);
        HeaderText.appendPath(path, mailbox);
        String headers = beforeTo + path + ">\r\n" + dsnHeader(dsn) + beforeFor + path + end;
        return ByteBuffer.wrap(headers.getBytes(US_ASCII));
    }

    /** The parameters as they came, nothing if none did. */
    private String dsnHeader(DsnRequest.Recipient dsn) {
        String parameters = (mailDsn + " " + dsn).strip();
        if (parameters.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder(96).append("X-Letterlock-DSN:");
        for (String parameter : parameters.split(" ", -1)) {
            StringBuilder word = new StringBuilder(64);
            HeaderText.appendParameter(word, parameter);
            fold(out, word);
        }
        return out.append("\r\n").toString();
    }

    private static void fold(StringBuilder out, CharSequence word) {
        int column = out.length() - (out.lastIndexOf("\n") + 1);
        out.append(column + 1 + word.length() > LINE ? FOLD : " ").append(word);
    }
}
