package org.letterlock.protocol.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/** Writes command lines. Parameters of extensions that the server does not offer are left out. */
final class ClientCommands {

    private ClientCommands() {}

    static ByteBuffer line(String text) {
        return ByteBuffer.wrap((text + "\r\n").getBytes(UTF_8));
    }

    static ByteBuffer mail(SmtpAction.Sender sender, SmtpCapabilities server) {
        StringBuilder line = new StringBuilder("MAIL FROM:<")
                .append(sender.reversePath() == null ? "" : sender.reversePath())
                .append('>');
        if (sender.declaredOctets() > 0 && server.offers(SmtpExtension.SIZE)) {
            line.append(" SIZE=").append(sender.declaredOctets());
        }
        if (sender.body() == BodyType.EIGHT_BIT && server.offers(SmtpExtension.EIGHTBITMIME)) {
            line.append(" BODY=8BITMIME");
        }
        if (sender.utf8() && server.offers(SmtpExtension.SMTPUTF8)) {
            line.append(" SMTPUTF8");
        }
        return withDsn(line, sender.dsn().toString(), server);
    }

    static ByteBuffer rcpt(SmtpAction.Recipient recipient, SmtpCapabilities server) {
        StringBuilder line =
                new StringBuilder("RCPT TO:<").append(recipient.address()).append('>');
        return withDsn(line, recipient.dsn().toString(), server);
    }

    private static ByteBuffer withDsn(StringBuilder line, String parameters, SmtpCapabilities server) {
        if (!parameters.isEmpty() && server.offers(SmtpExtension.DSN)) {
            line.append(' ').append(parameters);
        }
        return line(line.toString());
    }
}
