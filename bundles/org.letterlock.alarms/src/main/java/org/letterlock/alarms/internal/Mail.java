package org.letterlock.alarms.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.mail.Authenticator;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.Date;
import java.util.Locale;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Tells people, by mail over TLS. */
final class Mail implements Receiver {

    static final String NAME = "mail";

    private static final String TIMEOUT_MILLIS = "15000";

    private final Settings.Smtp smtp;
    private final String gateway;
    private final SSLContext trust;

    Mail(Settings.Smtp smtp, String gateway, SSLContext trust) {
        this.smtp = smtp;
        this.gateway = gateway;
        this.trust = trust;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void send(Message message) throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // The library, which is a part of this bundle, looks for its parts there.
        thread.setContextClassLoader(Mail.class.getClassLoader());
        try {
            Session session = Session.getInstance(properties(), authenticator());
            Transport.send(mail(session, message));
        } catch (MessagingException e) {
            throw new IOException(reason(e), e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @SuppressWarnings("JavaUtilDate") // The library takes no other.
    private MimeMessage mail(Session session, Message message) throws MessagingException {
        Alarm alarm = message.alarm();
        String event = message.event().name().toLowerCase(Locale.ROOT);
        MimeMessage mail = new MimeMessage(session);
        mail.setFrom(new InternetAddress(smtp.from()));
        for (String to : smtp.to()) {
            mail.addRecipient(MimeMessage.RecipientType.TO, new InternetAddress(to));
        }
        mail.setSentDate(new Date());
        mail.setSubject("[Letterlock " + gateway + "] " + event + ": " + alarm.text(), UTF_8.name());
        // RFC 3834: nobody's absence should answer.
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.setText(text(event, alarm), UTF_8.name());
        return mail;
    }

    private String text(String event, Alarm alarm) {
        StringBuilder text = new StringBuilder();
        text.append(alarm.text()).append("\n\n");
        text.append("gateway:  ").append(gateway).append('\n');
        text.append("event:    ").append(event).append('\n');
        text.append("severity: ").append(alarm.severity()).append('\n');
        text.append("kind:     ").append(alarm.kind()).append('\n');
        if (alarm.mailbox() != null) {
            text.append("mailbox:  ").append(alarm.mailbox()).append('\n');
        }
        text.append("since:    ").append(alarm.since()).append('\n');
        if (alarm.cleared() != null) {
            text.append("cleared:  ").append(alarm.cleared()).append('\n');
        }
        return text.toString();
    }

    private Properties properties() {
        boolean implicit = smtp.tls() == Settings.MailTls.IMPLICIT;
        Properties properties = new Properties();
        properties.setProperty("mail.transport.protocol", "smtp");
        properties.setProperty("mail.smtp.host", smtp.host());
        properties.setProperty("mail.smtp.port", Integer.toString(smtp.port()));
        properties.setProperty("mail.smtp.localhost", gateway);
        properties.setProperty("mail.smtp.connectiontimeout", TIMEOUT_MILLIS);
        properties.setProperty("mail.smtp.timeout", TIMEOUT_MILLIS);
        properties.setProperty("mail.smtp.writetimeout", TIMEOUT_MILLIS);
        properties.setProperty("mail.smtp.ssl.enable", Boolean.toString(implicit));
        properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(!implicit));
        properties.setProperty("mail.smtp.starttls.required", Boolean.toString(!implicit));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        properties.setProperty("mail.smtp.ssl.protocols", "TLSv1.3 TLSv1.2");
        properties.put("mail.smtp.ssl.socketFactory", trust.getSocketFactory());
        properties.setProperty("mail.smtp.auth", Boolean.toString(!smtp.user().isEmpty()));
        return properties;
    }

    private @Nullable Authenticator authenticator() {
        if (smtp.user().isEmpty()) {
            return null;
        }
        return new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(smtp.user(), smtp.password());
            }
        };
    }

    /** The server's own words where it said some, in one line. */
    private static String reason(MessagingException e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String text = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        String line = text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]+", " ").strip();
        return line.length() <= 300 ? line : line.substring(0, 300) + "...";
    }
}
