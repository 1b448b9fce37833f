package org.letterlock.smtp.server.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.Test;
import org.letterlock.settings.SettingException;

public class SettingsTest {

    private final Map<String, Object> properties = new HashMap<>(Map.of(
            "hostname", "mx.example",
            "maxMessageBytes", 209_715_200L,
            "maxRecipients", 1000,
            "maxReceivedHeaders", 100,
            "maxCommandBytes", 2048,
            "maxBadCommands", 20,
            "maxLoginAttempts", 3,
            "commandTimeoutSeconds", 300,
            "dataTimeoutSeconds", 600));

    @Test
    public void settingsShouldBeReadWithTheirUnits() {
        Settings settings = Settings.read(properties);
        assertThat(settings.limits().maxMessageOctets()).isEqualTo(209_715_200);
        assertThat(settings.limits().commandTimeoutNanos()).isEqualTo(300_000_000_000L);
        assertThat(settings.limits().dataTimeoutNanos()).isEqualTo(600_000_000_000L);
    }

    @Test
    public void badSettingShouldBeNamedWithItsPid() {
        properties.put("maxRecipients", "99");
        assertThatThrownBy(() -> Settings.read(properties))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("org.letterlock.smtp.server: maxRecipients: ");
        properties.put("maxRecipients", "100");
        properties.put("maxReceivedHeaders", "99");
        assertThatThrownBy(() -> Settings.read(properties))
                .hasMessageStartingWith("org.letterlock.smtp.server: maxReceivedHeaders: ");
        properties.put("maxReceivedHeaders", "100");
        properties.put("hostname", "mx.example\r\n250 injected");
        assertThatThrownBy(() -> Settings.read(properties))
                .hasMessageStartingWith("org.letterlock.smtp.server: hostname: ");
    }
}
