package org.letterlock.transport.mina.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.rules.ExternalResource;
import org.letterlock.settings.AddressLiteral;
import org.letterlock.transport.api.Connection;
import org.letterlock.transport.api.Target;
import org.letterlock.transport.api.Target.Tls;

/** A transport with a client on it, for whom outbound connections are made; names have the addresses that the test says. */
final class TestConnector extends ExternalResource {

    static final String HOST = "mail.example.org";

    private final TestTransport transport =
            new TestTransport(Map.of("ioThreads", 4, "writeHighWaterBytes", 64 * 1024, "writeTimeoutSeconds", 3_600));
    private final LineProtocol protocol = transport.add(new LineProtocol("gateway"));
    private final Map<String, List<InetAddress>> names = new ConcurrentHashMap<>();
    private final List<String> lookedUp = new CopyOnWriteArrayList<>();
    private final CountDownLatch hanging = new CountDownLatch(1);
    private final MinaConnector connector;
    private final Client client;

    TestConnector(Map<String, Object> changes) throws IOException {
        Map<String, Object> settings = new HashMap<>(changes);
        settings.putIfAbsent("allow", "127.0.0.0/8");
        connector = new MinaConnector(
                ConnectorSettings.of(TestTransport.with(ConnectorSettings.Config.class, settings)),
                transport.get(),
                this::find);
        client = Client.connect(transport.port("none"));
        client.hear();
    }

    @Override
    protected void after() {
        hanging.countDown();
        connector.close();
        transport.after();
        try {
            client.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whatever was looked up so far. */
    List<String> lookedUp() {
        return lookedUp;
    }

    private InetAddress[] find(String host) throws UnknownHostException {
        lookedUp.add(host);
        if (host.equals("hanging.example.org")) {
            try {
                hanging.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        List<InetAddress> known = AddressLiteral.parse(host).map(List::of).orElse(names.getOrDefault(host, List.of()));
        if (known.isEmpty()) {
            throw new UnknownHostException(host);
        }
        return known.toArray(InetAddress[]::new);
    }

    /** What a name has from now on. */
    void name(String host, InetAddress... addresses) {
        names.put(host, List.of(addresses));
    }

    static InetAddress[] addresses(String... texts) {
        return Arrays.stream(texts)
                .map(text -> AddressLiteral.parse(text).orElseThrow())
                .toArray(InetAddress[]::new);
    }

    Transport transport() {
        return transport.get();
    }

    MinaConnector connector() {
        return connector;
    }

    Client client() {
        return client;
    }

    Connection inbound() {
        return protocol.onlySession().connection;
    }

    TestUpstream connect(Target target) {
        TestUpstream[] made = new TestUpstream[1];
        connector.connect(target, inbound(), connection -> made[0] = new TestUpstream(connection));
        return made[0];
    }

    TestUpstream connect(Tls tls, int port) {
        return connect(target(HOST, port, tls));
    }

    static Target target(String host, int port, Tls tls) {
        return new Target(host, port, tls, List.of());
    }
}
