package org.letterlock.transport.mina.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.letterlock.settings.SettingException;
import org.letterlock.transport.api.Connector;
import org.letterlock.transport.api.Target.Tls;
import org.osgi.framework.Version;

/** Outbound connections as a service, whose settings change while connections are open. */
public class ConnectorComponentTest {

    private static final String ADDRESS = "127.0.0.1";

    private final TransportComponent shared = new TransportComponent(
            fake(TransportSettings.Config.class),
            TestTransport.with(TransportSettings.Config.class, Map.of("shutdownGraceSeconds", 0)));

    private final LineProtocol protocol = new LineProtocol("gateway");
    private final UpstreamServer server = new UpstreamServer();
    private final Client client;

    public ConnectorComponentTest() throws IOException {
        Transport transport = shared.transport();
        transport.add("smtp", Version.emptyVersion, protocol);
        client = Client.connect(TestTransport.port(transport.open(TestTransport.listener("a", "none", Map.of()))));
    }

    @Before
    public void greeting() throws IOException {
        assertThat(client.hear()).isEqualTo("gateway ready");
    }

    @After
    public void stop() throws IOException {
        shared.stop();
        client.close();
        server.close();
    }

    @Test
    public void badSettingsShouldBeToldInTheOperatorsWords() {
        badSetting("allow", "127.1", "'127.1' is neither a host name nor an IP address or network");
        badSetting(
                "allow", "mail.example.org:smtp", "'mail.example.org:smtp' has a port that is not between 1 and 65535");
        badSetting("allow", "$[env:NOBODY_SET_IT]", "could not be resolved: $[env:NOBODY_SET_IT]");
        badSetting("maxConnections", "-1", "-1 is not between 0 and 1000000");
        badSetting("maxConnectionsPerTarget", "0", "0 is not between 1 and 1000000");
        badSetting("maxLookups", "many", "'many' is not a whole number");
        badSetting("lookupTimeoutSeconds", "", "is not set");
        badSetting("connectTimeoutSeconds", "3601", "3601 is not between 1 and 3600");
        badSetting("handshakeTimeoutSeconds", "1.5", "'1.5' is not a whole number");
    }

    private void badSetting(String key, String value, String reason) {
        assertThatThrownBy(() -> component(Map.of(key, value)))
                .isInstanceOf(SettingException.class)
                .hasMessage("org.letterlock.transport.mina.connector: " + key + ": " + reason);
    }

    @Test
    public void whatIsAllowedShouldBeShown() {
        assertThat(component(Map.of()).allowed()).containsExactly("public");
        assertThat(component(Map.of("allow", "10.0.0.0/8, *.example.org:465")).allowed())
                .containsExactly("10.0.0.0/8", "*.example.org:465");
    }

    @Test
    public void deactivateShouldGiveAttemptsUp() throws Exception {
        ConnectorComponent component = component(Map.of("allow", ADDRESS));
        try (UpstreamServer deaf = UpstreamServer.deaf()) {
            TestUpstream dialling = connect(component, deaf.port());
            await().until(() -> dialling.connection().isDialling());
            component.close();
            assertThat(dialling.next()).isEqualTo("failed UNAVAILABLE");
            assertThat(dialling.failure().text()).endsWith("try again later");
            assertThat(dialling.next()).isEqualTo("closed");
            assertThat(shared.transport().outbound()).isEmpty();
        }
    }

    @Test
    public void openConnectionsShouldGoOnUnderNewSettings() throws Exception {
        ConnectorComponent before = component(Map.of("allow", ADDRESS));
        TestUpstream open = connect(before, server.port());
        try (Client end = server.accept()) {
            assertThat(open.next()).isEqualTo("opened");
            // As SCR does it: the component has no method that takes new settings over.
            before.close();
            ConnectorComponent after = component(Map.of("allow", "127.0.0.2"));
            assertThat(connect(after, server.port()).next()).isEqualTo("failed REFUSED_TARGET");
            end.say("still");
            assertThat(open.next()).isEqualTo("still");
            open.say("there");
            assertThat(end.hear()).isEqualTo("there");
            open.connection().close();
            assertThat(end.atEnd()).isTrue();
            assertThat(open.next()).isEqualTo("closed");
            after.close();
        }
    }

    private ConnectorComponent component(Map<String, Object> changes) {
        return new ConnectorComponent(
                shared,
                fake(ConnectorSettings.Config.class),
                TestTransport.with(ConnectorSettings.Config.class, changes));
    }

    private TestUpstream connect(Connector connector, int port) {
        List<TestUpstream> made = new ArrayList<>();
        connector.connect(
                TestConnector.target(ADDRESS, port, Tls.UPGRADE), protocol.onlySession().connection, connection -> {
                    made.add(new TestUpstream(connection));
                    return made.get(0);
                });
        return made.get(0);
    }

    /** The component reads the properties, not this. */
    private static <T> T fake(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> method.getDefaultValue()));
    }
}
