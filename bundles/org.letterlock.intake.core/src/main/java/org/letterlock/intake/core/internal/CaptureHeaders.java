package org.letterlock.intake.core.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.letterlock.intake.api.Capture;
import org.letterlock.mail.api.DsnRequest;
import org.letterlock.mail.api.Envelope;
import org.letterlock.mail.api.MailAddress;

/**
 * The trace headers of the copy of a mail that passes through the gateway. It names everybody who gets the mail, so the
 * Received header need name nobody.
 */
final class CaptureHeaders {

    private CaptureHeaders() {}

    /** Complete lines; none of an envelope that nobody knows. */
    static ByteBuffer of(Capture capture, @Nullable Envelope envelope, ReceivedHeader received) {
        StringBuilder out = new StringBuilder(512);
        if (envelope != null) {
            out.append("Return-Path: <");
            HeaderText.appendPath(out, envelope.reversePath());
            out.append(">\r\n");
            for (MailAddress recipient : envelope.recipients()) {
                out.append("X-Envelope-To: <");
                HeaderText.appendPath(out, recipient);
                out.append(">\r\n");
            }
            out.append(HeaderText.dsn(envelope.dsn().mail(), DsnRequest.Recipient.NONE));
        }
        out.append("X-Letterlock-Capture: ").append(capture.protocol()).append(';');
        StringBuilder word = new StringBuilder(64).append("server=");
        HeaderText.appendValue(word, capture.server());
        HeaderText.fold(out, word.append(';'));
        word.setLength(0);
        HeaderText.appendValue(word.append("user="), capture.user());
        HeaderText.fold(out, word);
        out.append("\r\n").append(received.forNobody());
        return ByteBuffer.wrap(out.toString().getBytes(US_ASCII));
    }
}
