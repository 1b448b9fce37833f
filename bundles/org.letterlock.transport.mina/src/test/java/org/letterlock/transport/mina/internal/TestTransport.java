package org.letterlock.transport.mina.internal;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import org.junit.rules.ExternalResource;
import org.letterlock.transport.api.ListenerStatus;
import org.letterlock.transport.api.ProtocolHandlerFactory;
import org.osgi.framework.Version;

/** A transport on loopback with free ports, stopped after the test. */
final class TestTransport extends ExternalResource {

    private final Transport transport;

    TestTransport(Map<String, Object> changes) {
        Map<String, Object> settings = with(TransportSettings.Config.class, Map.of("shutdownGraceSeconds", 0));
        settings.putAll(changes);
        transport = new Transport(TransportSettings.of(settings));
    }

    TestTransport() {
        this(Map.of());
    }

    /** The defaults that SCR would merge, and what is changed. */
    static Map<String, Object> with(Class<?> config, Map<String, Object> changes) {
        Map<String, Object> properties = new HashMap<>();
        for (Method key : config.getDeclaredMethods()) {
            if (key.getDefaultValue() != null) {
                properties.put(key.getName(), key.getDefaultValue());
            }
        }
        properties.putAll(changes);
        return properties;
    }

    static ListenerSettings listener(String name, String tls, Map<String, Object> changes) {
        Map<String, Object> properties = new HashMap<>(changes);
        properties.putIfAbsent("name", name);
        properties.putIfAbsent("protocol", "smtp");
        properties.putIfAbsent("bindAddress", "127.0.0.1");
        properties.putIfAbsent("port", 0);
        properties.put("tls", tls);
        properties.put("service.pid", ListenerSettings.FACTORY_PID + "~" + name);
        return ListenerSettings.of(with(ListenerSettings.Config.class, properties));
    }

    Transport get() {
        return transport;
    }

    /** Opens a listener, speaking smtp unless changed; the name is that of its TLS mode. */
    Listener open(String tls, Map<String, Object> changes) {
        return transport.open(listener(tls, tls, changes));
    }

    int port(String tls) {
        return port(open(tls, Map.of()));
    }

    static int port(Listener listener) {
        return listener.status().port();
    }

    ListenerStatus status(String name) {
        return transport.status().stream()
                .filter(status -> status.listener().name().equals(name))
                .findAny()
                .orElseThrow();
    }

    <F extends ProtocolHandlerFactory> F add(F factory) {
        transport.add("smtp", new Version(1, 0, 0), factory);
        return factory;
    }

    MinaConnection onlyConnection() {
        return transport.connections().iterator().next();
    }

    @Override
    protected void after() {
        transport.stop();
    }
}
