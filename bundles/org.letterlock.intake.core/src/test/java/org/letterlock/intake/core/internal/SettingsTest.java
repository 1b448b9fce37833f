package org.letterlock.intake.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.Test;

public class SettingsTest {

    @Test
    public void namesAndLiteralsShouldBeTaken() {
        assertThat(Settings.from(with("hostname", " gw.example ")).hostname()).isEqualTo("gw.example");
        assertThat(Settings.from(with("hostname", "[IPv6:2001:db8::1]")).hostname())
                .startsWith("[");
    }

    private static Map<String, Object> with(String key, Object value) {
        Map<String, Object> properties =
                new HashMap<>(Map.of("hostname", "gw.example", "maxCopiesInProgress", 2000, "dataDirectory", "/data"));
        properties.put(key, value);
        return properties;
    }

    @Test
    public void keyFileShouldLieInTheDataFolderUnlessItIsSet() {
        assertThat(Settings.from(with("deduplicationKeyFile", "")).deduplicationKeyFile())
                .isEqualTo(Path.of("/data/keys/deduplication.secret"));
        Map<String, Object> elsewhere = with("deduplicationKeyFile", "/etc/letterlock/secret");
        elsewhere.remove("dataDirectory");
        assertThat(Settings.from(elsewhere).deduplicationKeyFile()).isEqualTo(Path.of("/etc/letterlock/secret"));
        assertThatThrownBy(() -> Settings.from(with("deduplicationKeyFile", "secret")))
                .hasMessage("org.letterlock.intake.core: deduplicationKeyFile: 'secret' is not an absolute path");
        assertThatThrownBy(() -> Settings.from(with("dataDirectory", "")))
                .hasMessage("org.letterlock.intake.core: dataDirectory: is not set");
    }

    @Test
    public void whatCannotStandInAHeaderShouldBeRefusedWithPidAndKey() {
        assertThatThrownBy(() -> Settings.from(with("hostname", "a b")))
                .hasMessage(
                        "org.letterlock.intake.core: hostname: 'a b' is neither a domain name nor an address literal");
        assertThatThrownBy(() -> Settings.from(Map.of()))
                .hasMessage("org.letterlock.intake.core: hostname: is not set");
    }
}
