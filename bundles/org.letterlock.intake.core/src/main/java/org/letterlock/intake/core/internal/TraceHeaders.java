package org.letterlock.intake.core.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import org.letterlock.mail.api.DsnRequest;
import org.letterlock.mail.api.Envelope;
import org.letterlock.mail.api.MailAddress;

/**
 * The trace headers of one mail. Each copy names its own mailbox only, so that no archive learns of the others; everything
 * else is written once.
 */
final class TraceHeaders {

    private final String beforeTo;
    private final DsnRequest.Mail mailDsn;
    private final ReceivedHeader received;

    TraceHeaders(Envelope envelope, ReceivedHeader received) {
        StringBuilder out = new StringBuilder(128).append("Return-Path: <");
        HeaderText.appendPath(out, envelope.reversePath());
        beforeTo = out.append(">\r\nX-Envelope-To: <").toString();
        mailDsn = envelope.dsn().mail();
        this.received = received;
    }

    /** The headers of the copy for a mailbox, and what was asked of notifications about it: complete lines. */
    ByteBuffer of(MailAddress mailbox, DsnRequest.Recipient dsn) {
        StringBuilder path = new StringBuilder(96);
        HeaderText.appendPath(path, mailbox);
        String headers = beforeTo + path + ">\r\n" + HeaderText.dsn(mailDsn, dsn) + received.forPath(path);
        return ByteBuffer.wrap(headers.getBytes(US_ASCII));
    }
}
