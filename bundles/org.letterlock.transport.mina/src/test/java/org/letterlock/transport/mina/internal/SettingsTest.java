package org.letterlock.transport.mina.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.Test;
import org.letterlock.settings.SettingException;
import org.letterlock.transport.api.ListenerInfo.TlsMode;

public class SettingsTest {

    @Test
    public void defaultsShouldBeUsable() {
        TransportSettings settings = TransportSettings.of(TestTransport.with(TransportSettings.Config.class, Map.of()));
        assertThat(settings.waitSeconds()).isEqualTo(20);
        assertThat(settings.ioThreads()).isEqualTo(Runtime.getRuntime().availableProcessors());
    }

    @Test
    public void badValueShouldNamePidAndKey() {
        assertThatThrownBy(() -> TransportSettings.of(
                        TestTransport.with(TransportSettings.Config.class, Map.of("waitSeconds", "soon"))))
                .isInstanceOf(SettingException.class)
                .hasMessage("org.letterlock.transport.mina: waitSeconds: 'soon' is not a whole number");
        assertThatThrownBy(() -> TestTransport.listener("x", "sometimes", Map.of()))
                .isInstanceOf(SettingException.class)
                .hasMessage("org.letterlock.transport.mina.listener~x: tls: 'sometimes' is none of none, upgrade,"
                        + " implicit");
        assertThatThrownBy(() -> TestTransport.listener("x", "none", Map.of("protocol", "imap")))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("protocol");
        assertThatThrownBy(() -> TestTransport.listener("x", "none", Map.of("proxyProtocolPeers", "10.0.0.1/8")))
                .isInstanceOf(SettingException.class)
                .hasMessage("org.letterlock.transport.mina.listener~x: proxyProtocolPeers: '10.0.0.1/8' has bits set"
                        + " behind its prefix");
        assertThatThrownBy(() -> TestTransport.listener("x", "none", Map.of("clientCertificates", "require")))
                .isInstanceOf(SettingException.class)
                .hasMessageEndingWith("clientCertificates: 'require' is none of none, ask");
    }

    @Test
    public void listenerShouldHandUnknownKeysToTheProtocol() {
        ListenerSettings settings = TestTransport.listener(
                "submission",
                "upgrade",
                Map.of(
                        "port",
                        "2587",
                        "proxy",
                        true,
                        "allow",
                        new String[] {"a", "b"},
                        "service.factoryPid",
                        "x",
                        "felix.fileinstall.filename",
                        "file:x",
                        "component.id",
                        7L));
        assertThat(settings.port()).isEqualTo(2587);
        assertThat(settings.backlog()).isEqualTo(1024);
        assertThat(settings.info().name()).isEqualTo("submission");
        assertThat(settings.info().protocol()).isEqualTo("smtp");
        assertThat(settings.info().tls()).isEqualTo(TlsMode.UPGRADE);
        assertThat(settings.info().settings()).isEqualTo(Map.of("proxy", "true", "allow", "a,b"));
    }
}
