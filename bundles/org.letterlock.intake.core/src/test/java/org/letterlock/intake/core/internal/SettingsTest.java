package org.letterlock.intake.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.Test;

public class SettingsTest {

    @Test
    public void namesAndLiteralsShouldBeTaken() {
        assertThat(Settings.from(Map.of("hostname", " gw.example ", "maxCopiesInProgress", 2000))
                        .hostname())
                .isEqualTo("gw.example");
        assertThat(Settings.from(Map.of("hostname", "[IPv6:2001:db8::1]", "maxCopiesInProgress", 2000))
                        .hostname())
                .startsWith("[");
    }

    @Test
    public void whatCannotStandInAHeaderShouldBeRefusedWithPidAndKey() {
        assertThatThrownBy(() -> Settings.from(Map.of("hostname", "a b", "maxCopiesInProgress", 2000)))
                .hasMessage(
                        "org.letterlock.intake.core: hostname: 'a b' is neither a domain name nor an address literal");
        assertThatThrownBy(() -> Settings.from(Map.of()))
                .hasMessage("org.letterlock.intake.core: hostname: is not set");
    }
}
