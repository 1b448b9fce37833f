package org.letterlock.transport.mina.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.junit.After;
import org.junit.Test;
import org.letterlock.transport.api.ProtocolHandlerFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;

public class TransportComponentTest {

    private final TransportComponent component =
            new TransportComponent(config(), TestTransport.with(TransportSettings.Config.class, Map.of()));

    @After
    public void stop() {
        component.stop();
    }

    @Test
    public void versionOfTheBundleShouldDecide() throws IOException {
        component.bindProtocol(new LineProtocol("new"), reference("1.10.0"));
        component.bindProtocol(new LineProtocol("old"), reference("1.9.0"));
        ListenerComponent listener = new ListenerComponent(
                component,
                listenerConfig(),
                TestTransport.with(
                        ListenerSettings.Config.class,
                        Map.of(
                                "name",
                                "a",
                                "protocol",
                                "smtp",
                                "port",
                                "0",
                                "bindAddress",
                                "127.0.0.1",
                                "tls",
                                "none")));
        assertThat(component.status()).hasSize(1);
        try (Client client = Client.connect(component.status().get(0).port())) {
            assertThat(client.hear()).isEqualTo("new ready");
        }
        listener.close();
        assertThat(component.status()).isEmpty();
    }

    private static TransportSettings.Config config() {
        return fake(TransportSettings.Config.class, Map.of());
    }

    private static ListenerSettings.Config listenerConfig() {
        return fake(ListenerSettings.Config.class, Map.of());
    }

    @SuppressWarnings("unchecked") // a proxy has the raw type only
    private static ServiceReference<ProtocolHandlerFactory> reference(String version) {
        Bundle bundle = fake(Bundle.class, Map.of("getVersion", new Version(version)));
        return fake(ServiceReference.class, Map.of("getBundle", bundle, "getProperty", "smtp"));
    }

    /** Answers the given methods only. */
    private static <T> T fake(Class<T> type, Map<String, Object> answers) {
        Object proxy = Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> answers.get(method.getName()));
        return type.cast(proxy);
    }
}
