package org.letterlock.alarms.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.Test;
import org.letterlock.settings.SettingException;

public class SettingsTest {

    private final Map<String, Object> properties = new HashMap<>(Map.ofEntries(
            Map.entry("dataDirectory", "/data"),
            Map.entry("hostname", "gw.example"),
            Map.entry("mailHost", "mail.example"),
            Map.entry("mailPort", 587),
            Map.entry("mailTls", "starttls"),
            Map.entry("mailUser", "u"),
            Map.entry("mailPassword", "p4ss"),
            Map.entry("mailFrom", "alarms@example.org"),
            Map.entry("mailTo", "anna@example.org, bert@example.org"),
            Map.entry("webhookUrl", "https://hook.example/x"),
            Map.entry("webhookSecret", "s3cret"),
            Map.entry("webhookAllowHttp", false),
            Map.entry("diskWarningBytes", 0),
            Map.entry("unknownRecipientMails", 10)));

    @Test
    public void secretsShouldNotBeShown() {
        Settings settings = Settings.from(properties);
        assertThat(settings.smtp())
                .isNotNull()
                .extracting(Settings.Smtp::to)
                .isEqualTo(List.of("anna@example.org", "bert@example.org"));
        assertThat(settings.toString()).doesNotContain("p4ss", "s3cret");
    }

    @Test
    public void withoutServersThereShouldBeNoReceivers() {
        properties.put("mailHost", "");
        properties.put("webhookUrl", "");
        properties.put("mailTo", "");
        Settings settings = Settings.from(properties);
        assertThat(settings.smtp()).isNull();
        assertThat(settings.hook()).isNull();
    }

    @Test
    public void whatCannotBeShouldBeRefused() {
        assertRefused("mailTo", "", "mailTo: is not set");
        assertRefused("mailTo", "nobody", "mailTo: 'nobody' is no mail address");
        assertRefused("mailFrom", "a b@c", "mailFrom: 'a b@c' is no mail address");
        assertRefused("mailPassword", "", "mailPassword: is not set");
        assertRefused("mailPassword", "$[secret:x]", "mailPassword: could not be resolved");
        assertRefused("mailTls", "none", "mailTls: 'none' is none of starttls, implicit");
        assertRefused("webhookUrl", "ftp://x/", "webhookUrl: 'ftp://x/' is no https URL with a host");
        assertRefused("webhookUrl", "http://hook.example/", "webhookUrl: has no TLS");
        assertRefused("webhookUrl", "http://127.0.0.1.example.org/", "webhookUrl: has no TLS");
    }

    @Test
    public void loopbackShouldNeedNoTls() {
        for (String url : new String[] {"http://127.0.0.1:9/", "http://[::1]:9/", "http://localhost/"}) {
            properties.put("webhookUrl", url);
            assertThat(Settings.from(properties).hook()).isNotNull();
        }
        properties.put("webhookUrl", "http://hook.example/");
        properties.put("webhookAllowHttp", true);
        assertThat(Settings.from(properties).hook()).isNotNull();
    }

    private void assertRefused(String key, String value, String reason) {
        Map<String, Object> changed = new HashMap<>(properties);
        changed.put(key, value);
        assertThatThrownBy(() -> Settings.from(changed))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("org.letterlock.alarms: " + reason);
    }
}
