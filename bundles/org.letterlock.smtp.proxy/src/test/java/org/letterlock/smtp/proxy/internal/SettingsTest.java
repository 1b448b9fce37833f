package org.letterlock.smtp.proxy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.Test;
import org.letterlock.settings.SettingException;

public class SettingsTest {

    @Test
    public void settingsShouldBeReadWithTheirUnits() {
        Settings settings = Settings.read(Session.properties(Map.of("endOfDataTimeoutSeconds", 7)));
        assertThat(settings.logins().serviceWait()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.logins().separator()).isEqualTo('#');
        assertThat(settings.timeouts().commandNanos()).isEqualTo(TimeUnit.SECONDS.toNanos(300));
        assertThat(settings.timeouts().endNanos()).isEqualTo(TimeUnit.SECONDS.toNanos(7));
        assertThat(settings.limits().maxMessageOctets()).isEqualTo(2000);
    }

    @Test
    public void badSettingShouldBeNamedWithItsPid() {
        assertThatThrownBy(() -> Settings.read(Session.properties(Map.of("hostname", "mx.example\r\nQUIT"))))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("org.letterlock.smtp.proxy: hostname: ");
        assertThatThrownBy(() -> Settings.read(Session.properties(Map.of("replyTimeoutSeconds", 0))))
                .hasMessageStartingWith("org.letterlock.smtp.proxy: replyTimeoutSeconds: ");
        assertThatThrownBy(() -> Settings.read(Session.properties(Map.of("separator", "ab"))))
                .hasMessageStartingWith("org.letterlock.smtp.proxy: separator: ");
    }
}
