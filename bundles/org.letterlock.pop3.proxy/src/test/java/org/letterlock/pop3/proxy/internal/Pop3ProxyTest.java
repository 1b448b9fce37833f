package org.letterlock.pop3.proxy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.Test;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.settings.SettingException;

public class Pop3ProxyTest {

    private static final MailboxId MAILBOX = new MailboxId(1, 2);

    static Map<String, Object> properties(String key, Object value) {
        Map<String, Object> all = new HashMap<>(Map.of(
                "separator", "#",
                "idleTimeoutSeconds", 600,
                "replyTimeoutSeconds", 120,
                "maxUnknownCommands", 10,
                "maxLoginDelaySeconds", 10,
                "failedLoginMemorySeconds", 900,
                "maxLogins", 3,
                "maxLoginsPerAddress", 2,
                "serviceWaitSeconds", 10));
        all.put(key, value);
        return all;
    }

    @Test
    public void settingsShouldBeReadWithTheirUnits() {
        Settings settings = Settings.read(properties("replyTimeoutSeconds", "90"));
        assertThat(settings.logins().separator()).isEqualTo('#');
        assertThat(settings.idleTimeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.replyTimeout()).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    public void badSettingShouldBeNamedWithItsPid() {
        for (String bad : new String[] {"ab", "", "a", ":"}) {
            assertThatThrownBy(() -> Settings.read(properties("separator", bad)))
                    .isInstanceOf(SettingException.class)
                    .hasMessageStartingWith("org.letterlock.pop3.proxy: separator: ");
        }
        assertThatThrownBy(() -> Settings.read(properties("idleTimeoutSeconds", 599)))
                .hasMessageStartingWith("org.letterlock.pop3.proxy: idleTimeoutSeconds: ");
    }

    @Test
    public void nameShouldBeTakenWithBothSeparators() {
        Pop3Proxy proxy = new Pop3Proxy(Settings.read(properties("separator", "#")));
        assertThat(proxy.takes("anna%pop.example%" + MAILBOX)).isTrue();
        assertThat(proxy.takes("anna#pop.example#" + MAILBOX)).isTrue();
        assertThat(proxy.takes("anna%pop.example")).isFalse();
        assertThat(proxy.takes(MAILBOX.toString())).isFalse();
        assertThat(proxy.takes(MAILBOX + "@example.org")).isFalse();
    }
}
