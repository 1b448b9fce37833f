package org.letterlock.alarms.internal;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.letterlock.settings.AddressLiteral;
import org.letterlock.settings.SettingsReader;

/**
 * The settings, checked.
 *
 * @param smtp how mails are sent, null if none are
 * @param hook where alarms are posted, null if nowhere
 * @param caFile authorities that are trusted beside those of Java, null for none
 */
record Settings(
        Path dataDirectory,
        String hostname,
        @Nullable Smtp smtp,
        @Nullable Hook hook,
        @Nullable Path caFile,
        long diskWarningBytes,
        int unknownRecipientMails) {

    /** How TLS begins. */
    enum MailTls {
        STARTTLS,
        IMPLICIT
    }

    /** How mails are sent. */
    record Smtp(String host, int port, MailTls tls, String user, String password, String from, List<String> to) {

        @Override
        public String toString() {
            return "Smtp[" + host + ":" + port + "]";
        }
    }

    /** Where alarms are posted. */
    record Hook(URI url, String secret) {

        @Override
        public String toString() {
            return "Hook[" + url + "]";
        }
    }

    static Settings from(Map<String, ?> properties) {
        SettingsReader reader = new SettingsReader(Alarms.PID, properties);
        return new Settings(
                reader.path("dataDirectory"),
                reader.text("hostname"),
                reader.optionalText("mailHost").isEmpty() ? null : smtp(reader),
                reader.optionalText("webhookUrl").isEmpty() ? null : hook(reader),
                reader.optionalText("caFile").isEmpty() ? null : reader.path("caFile"),
                reader.longInteger("diskWarningBytes", 0, 1L << 62),
                reader.integer("unknownRecipientMails", 1, 1_000_000));
    }

    private static Smtp smtp(SettingsReader reader) {
        String user = reader.optionalText("mailUser");
        List<String> to = reader.list("mailTo");
        if (to.isEmpty()) {
            throw reader.invalid("mailTo", "is not set");
        }
        to.forEach(address -> checkAddress(reader, "mailTo", address));
        String from = reader.text("mailFrom");
        checkAddress(reader, "mailFrom", from);
        return new Smtp(
                reader.text("mailHost"),
                reader.integer("mailPort", 1, 65_535),
                reader.oneOf("mailTls", MailTls.class),
                user,
                user.isEmpty() ? "" : reader.text("mailPassword"),
                from,
                to);
    }

    private static void checkAddress(SettingsReader reader, String key, String address) {
        try {
            new InternetAddress(address, true);
        } catch (AddressException e) {
            throw reader.invalid(key, "'" + address + "' is no mail address");
        }
    }

    private static Hook hook(SettingsReader reader) {
        String text = reader.text("webhookUrl");
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            throw reader.invalid("webhookUrl", "'" + text + "' is no URL");
        }
        boolean tls = "https".equals(url.getScheme());
        if (url.getHost() == null || (!tls && !"http".equals(url.getScheme()))) {
            throw reader.invalid("webhookUrl", "'" + text + "' is no https URL with a host");
        }
        if (!tls && !isLoopback(url.getHost()) && !reader.bool("webhookAllowHttp")) {
            throw reader.invalid("webhookUrl", "has no TLS, which webhookAllowHttp does not allow");
        }
        return new Hook(url, reader.optionalText("webhookSecret"));
    }

    /** By its digits: what a name leads to can change. */
    private static boolean isLoopback(String host) {
        return AddressLiteral.parse(host.replaceAll("[\\[\\]]", ""))
                .map(address -> address.isLoopbackAddress())
                .orElse(host.equals("localhost"));
    }
}
