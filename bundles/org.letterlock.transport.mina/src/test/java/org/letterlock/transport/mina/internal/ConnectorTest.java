package org.letterlock.transport.mina.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.Rule;
import org.junit.Test;
import org.letterlock.settings.SettingException;
import org.letterlock.transport.api.Target;
import org.letterlock.transport.api.Target.Tls;

/** The way to a socket. */
public class ConnectorTest {

    private static final String HOST = TestConnector.HOST;
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 127, 0, 0, 1};

    @Rule
    public final TestConnector gateway = new TestConnector(
            Map.of("allow", "127.0.0.1,127.0.0.2,hanging.example.org", "maxConnections", 2, "maxLookups", 1));

    private final UpstreamServer server = new UpstreamServer();

    public ConnectorTest() throws IOException {
        gateway.name(HOST, TestConnector.addresses("127.0.0.1"));
    }

    @Test
    public void connectionShouldOpenAndTalk() throws Exception {
        TestUpstream upstream = gateway.connect(Tls.UPGRADE, server.port());
        try (Client end = server.accept()) {
            assertThat(upstream.next()).isEqualTo("opened");
            assertThat(upstream.connection().remoteAddress().getPort()).isEqualTo(server.port());
            assertThat(upstream.connection().localAddress().getPort())
                    .isEqualTo(end.socket().getPort());
            end.say("hello");
            assertThat(upstream.next()).isEqualTo("hello");
            upstream.say("there");
            assertThat(end.hear()).isEqualTo("there");
            upstream.connection().close();
            assertThat(end.atEnd()).isTrue();
        }
        assertThat(upstream.next()).isEqualTo("closed");
        await().until(() -> gateway.transport().outbound().isEmpty());
    }

    @Test
    public void targetThatIsNotAllowedShouldNeverBeDialled() throws Exception {
        gateway.name("other.example.org", TestConnector.addresses("127.0.0.3"));
        gateway.name("mapped.example.org", Inet6Address.getByAddress("x", MAPPED, -1));
        gateway.name("nat64.example.org", TestConnector.addresses("64:ff9b::7f00:3"));
        try (UpstreamServer forbidden = new UpstreamServer("0.0.0.0", 0)) {
            for (String host : List.of("other.example.org", "127.0.0.3", "[::ffff:127.0.0.3]", "nat64.example.org")) {
                TestUpstream upstream = gateway.connect(TestConnector.target(host, forbidden.port(), Tls.IMPLICIT));
                assertThat(upstream.next()).as(host).isEqualTo("failed REFUSED_TARGET");
                assertThat(upstream.failure().text())
                        .endsWith(":" + forbidden.port() + " is none of the servers that this gateway may connect to");
                assertThat(upstream.next()).isEqualTo("closed");
            }
            assertThat(forbidden.isUntouched()).isTrue();
            // What is allowed as an IPv4 address is dialled as one.
            TestUpstream upstream =
                    gateway.connect(TestConnector.target("mapped.example.org", forbidden.port(), Tls.UPGRADE));
            assertThat(upstream.next()).isEqualTo("opened");
            assertThat(addressOf(upstream)).isEqualTo("127.0.0.1");
            forbidden.accept().close();
        }
    }

    @Test
    public void nameThatCannotBeAllowedShouldNotBeLookedUp() throws Exception {
        TestConnector named = new TestConnector(Map.of("allow", HOST + ":" + server.port() + ",*.example.net:25"));
        try {
            List<Target> refused = List.of(
                    TestConnector.target("nowhere.example.org", server.port(), Tls.UPGRADE),
                    TestConnector.target("nowhere.example.net", 26, Tls.UPGRADE),
                    new Target("nowhere.example.net", 25, Tls.UPGRADE, List.of("other.example.net")));
            for (Target target : refused) {
                assertThat(named.connect(target).next()).as(target.toString()).isEqualTo("failed REFUSED_TARGET");
            }
            assertThat(named.lookedUp()).isEmpty();
            assertThat(named.connect(TestConnector.target("nowhere.example.net", 25, Tls.UPGRADE))
                            .next())
                    .isEqualTo("failed RESOLVE");
        } finally {
            named.after();
        }
    }

    @Test
    public void addressThatLeadsBackShouldBeOwn() throws Exception {
        List<InetAddress> interfaces = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .toList();
        assertThat(interfaces).isNotEmpty();
        Resolver resolver = new Resolver(host -> interfaces.toArray(InetAddress[]::new), 1, 1);
        BlockingQueue<List<Resolver.Place>> found = new LinkedBlockingQueue<>();
        resolver.resolve(HOST, found::add);
        assertThat(found.take()).allMatch(Resolver.Place::own);
        resolver.stop();
        // NAT64 leads to the IPv4 address in it.
        Resolver nat64 = new Resolver(host -> TestConnector.addresses("64:ff9b::7f00:1", "64:ff9b::c629:4"), 1, 1);
        nat64.resolve(HOST, found::add);
        assertThat(found.take()).extracting(Resolver.Place::own).containsExactly(true, false);
        nat64.stop();
    }

    @Test
    public void serverShouldBeReachedByIpv6() throws Exception {
        assumeTrue(
                "this machine has no IPv6",
                NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .anyMatch(address -> address instanceof Inet6Address && address.isLoopbackAddress()));
        TestConnector allowed = new TestConnector(Map.of("allow", "[::1]"));
        try (UpstreamServer reached = new UpstreamServer("::1", 0)) {
            allowed.name(HOST, TestConnector.addresses("::1"));
            for (String host : List.of("[::1]", HOST)) {
                TestUpstream upstream = allowed.connect(TestConnector.target(host, reached.port(), Tls.UPGRADE));
                assertThat(upstream.next()).as(host).isEqualTo("opened");
                assertThat(addressOf(upstream)).isEqualTo("0:0:0:0:0:0:0:1");
                reached.accept().close();
            }
        } finally {
            allowed.after();
        }
    }

    @Test
    public void onlyAllowedAddressesShouldBeDialled() throws Exception {
        gateway.name(HOST, TestConnector.addresses("127.0.0.3", "127.0.0.1"));
        TestUpstream upstream = gateway.connect(Tls.UPGRADE, server.port());
        assertThat(upstream.next()).isEqualTo("opened");
        assertThat(addressOf(upstream)).isEqualTo("127.0.0.1");
    }

    @Test
    public void listOfTheCallShouldNarrow() throws Exception {
        for (List<String> allowed : List.of(List.of(HOST + ":1"), List.of("other.example.org"), List.of("public"))) {
            TestUpstream upstream = gateway.connect(new Target(HOST, server.port(), Tls.UPGRADE, allowed));
            assertThat(upstream.next()).isEqualTo("failed REFUSED_TARGET");
        }
        // It does not widen.
        TestUpstream upstream =
                gateway.connect(new Target("127.0.0.3", server.port(), Tls.UPGRADE, List.of("127.0.0.3")));
        assertThat(upstream.next()).isEqualTo("failed REFUSED_TARGET");
        assertThat(server.isUntouched()).isTrue();
        assertThat(gateway.connect(new Target(HOST, server.port(), Tls.UPGRADE, List.of(HOST)))
                        .next())
                .isEqualTo("opened");
        assertThatThrownBy(() -> gateway.connect(new Target(HOST, server.port(), Tls.UPGRADE, List.of("a b"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    public void whatIsNoHostShouldBeRefused() throws Exception {
        for (String host : List.of("127.1", "2130706433", "0x7f.1", "a/b", "", "[mail.example.org", "a..b")) {
            TestUpstream upstream = gateway.connect(TestConnector.target(host, server.port(), Tls.UPGRADE));
            assertThat(upstream.next()).as(host).isEqualTo("failed REFUSED_TARGET");
            assertThat(upstream.next()).isEqualTo("closed");
        }
        assertThat(server.isUntouched()).isTrue();
    }

    @Test
    public void unknownNameShouldBeTold() throws Exception {
        TestUpstream upstream = gateway.connect(TestConnector.target("nowhere.example.org", 25, Tls.UPGRADE));
        assertThat(upstream.next()).isEqualTo("failed RESOLVE");
        assertThat(upstream.failure().text()).isEqualTo("nowhere.example.org has no address");
        assertThat(upstream.next()).isEqualTo("closed");
    }

    @Test
    public void lookUpShouldBeLimitedInTimeAndNumber() throws Exception {
        TestUpstream hanging = gateway.connect(TestConnector.target("hanging.example.org", 25, Tls.UPGRADE));
        TestUpstream behind = gateway.connect(Tls.UPGRADE, server.port());
        behind.tickIn(0);
        assertThat(behind.isQuiet()).isTrue();
        for (TestUpstream upstream : List.of(hanging, behind)) {
            upstream.tickIn(11);
            assertThat(upstream.next()).isEqualTo("failed RESOLVE");
            assertThat(upstream.failure().text()).startsWith("the look-up of ").endsWith(" takes too long");
            assertThat(upstream.next()).isEqualTo("closed");
        }
        assertThat(server.isUntouched()).isTrue();
    }

    @Test
    public void timeShouldNotPassBeforeTheAttemptHasBegun() throws Exception {
        BlockingQueue<TestUpstream> made = new LinkedBlockingQueue<>();
        // While the sequence is busy the attempt waits for its turn, and the clock may run meanwhile.
        gateway.inbound().execute(() -> {
            TestUpstream upstream = gateway.connect(Tls.UPGRADE, server.port());
            gateway.transport().outbound().forEach(connection -> connection.ticked(System.nanoTime()));
            made.add(upstream);
        });
        assertThat(made.take().next()).isEqualTo("opened");
    }

    @Test
    public void nextAddressShouldBeDialledWhenOneRefuses() throws Exception {
        gateway.name(HOST, TestConnector.addresses("127.0.0.2", "127.0.0.1"));
        TestUpstream upstream = gateway.connect(Tls.UPGRADE, server.port());
        assertThat(upstream.next()).isEqualTo("opened");
        assertThat(addressOf(upstream)).isEqualTo("127.0.0.1");
    }

    @Test
    public void refusedByAllShouldBeTold() throws Exception {
        int port = server.port();
        server.close();
        gateway.name(HOST, TestConnector.addresses("127.0.0.2", "127.0.0.1"));
        TestUpstream upstream = gateway.connect(Tls.UPGRADE, port);
        assertThat(upstream.next()).isEqualTo("failed CONNECT");
        assertThat(upstream.failure().text()).contains(HOST + ":" + port + " cannot be reached: ");
        assertThat(upstream.next()).isEqualTo("closed");
    }

    @Test
    public void addressThatDoesNotAnswerShouldBeGivenUp() throws Exception {
        try (UpstreamServer deaf = UpstreamServer.deaf();
                UpstreamServer second = new UpstreamServer("127.0.0.2", deaf.port())) {
            TestUpstream alone = gateway.connect(Tls.UPGRADE, deaf.port());
            awaitDialling(alone);
            alone.tickIn(11);
            assertThat(alone.next()).isEqualTo("failed TIMEOUT");
            assertThat(alone.next()).isEqualTo("closed");
            gateway.name(HOST, TestConnector.addresses("127.0.0.1", "127.0.0.2"));
            TestUpstream upstream = gateway.connect(Tls.UPGRADE, deaf.port());
            awaitDialling(upstream);
            assertThat(upstream.isQuiet()).isTrue();
            upstream.tickIn(11);
            assertThat(upstream.next()).isEqualTo("opened");
            assertThat(addressOf(upstream)).isEqualTo("127.0.0.2");
            second.accept().close();
        }
    }

    private static String addressOf(TestUpstream upstream) {
        return upstream.connection().remoteAddress().getAddress().getHostAddress();
    }

    private void awaitDialling(TestUpstream upstream) {
        await().until(() -> upstream.connection().isDialling());
    }

    @Test
    public void cancelShouldReleaseEverything() throws Exception {
        try (UpstreamServer deaf = UpstreamServer.deaf()) {
            // More than the limit, if one were forgotten.
            for (int i = 0; i < 5; i++) {
                TestUpstream dialling = gateway.connect(Tls.UPGRADE, deaf.port());
                awaitDialling(dialling);
                cancel(dialling);
            }
            for (int i = 0; i < 5; i++) {
                cancel(gateway.connect(TestConnector.target("hanging.example.org", 25, Tls.UPGRADE)));
            }
        }
    }

    private void cancel(TestUpstream upstream) throws InterruptedException {
        upstream.connection().abort();
        assertThat(upstream.next()).isEqualTo("closed");
        upstream.say("too late");
        upstream.connection().close();
        assertThat(upstream.isQuiet()).isTrue();
        assertThat(gateway.transport().outbound()).isEmpty();
    }

    @Test
    public void limitShouldHold() throws Exception {
        TestUpstream first = gateway.connect(Tls.UPGRADE, server.port());
        TestUpstream second = gateway.connect(Tls.UPGRADE, server.port());
        assertThat(first.next()).isEqualTo("opened");
        assertThat(second.next()).isEqualTo("opened");
        TestUpstream third = gateway.connect(Tls.UPGRADE, server.port());
        assertThat(third.next()).isEqualTo("failed UNAVAILABLE");
        assertThat(third.next()).isEqualTo("closed");
        first.connection().abort();
        assertThat(first.next()).isEqualTo("closed");
        assertThat(gateway.connect(Tls.UPGRADE, server.port()).next()).isEqualTo("opened");
    }

    @Test
    public void limitOfATargetShouldHold() throws Exception {
        TestConnector other = new TestConnector(Map.of("maxConnectionsPerTarget", 1));
        try (UpstreamServer elsewhere = new UpstreamServer()) {
            other.name(HOST, TestConnector.addresses("127.0.0.1"));
            assertThat(other.connect(Tls.UPGRADE, server.port()).next()).isEqualTo("opened");
            TestUpstream second = other.connect(TestConnector.target("Mail.Example.org.", server.port(), Tls.UPGRADE));
            assertThat(second.next()).isEqualTo("failed UNAVAILABLE");
            assertThat(other.connect(Tls.UPGRADE, elsewhere.port()).next()).isEqualTo("opened");
        } finally {
            other.after();
        }
    }

    @Test
    public void closedConnectorShouldGiveAttemptsUpAndLeaveTheRest() throws Exception {
        TestUpstream open = gateway.connect(Tls.UPGRADE, server.port());
        assertThat(open.next()).isEqualTo("opened");
        TestUpstream hanging = gateway.connect(TestConnector.target("hanging.example.org", 25, Tls.UPGRADE));
        gateway.connector().close();
        assertThat(hanging.next()).isEqualTo("failed UNAVAILABLE");
        assertThat(hanging.next()).isEqualTo("closed");
        try (Client end = server.accept()) {
            end.say("still");
            assertThat(open.next()).isEqualTo("still");
            TestUpstream late = gateway.connect(Tls.UPGRADE, server.port());
            assertThat(late.next()).isEqualTo("failed UNAVAILABLE");
            gateway.transport().stop();
            assertThat(open.next()).isEqualTo("failed UNAVAILABLE");
            assertThat(open.next()).isEqualTo("closed");
            assertThat(end.atEnd()).isTrue();
        }
    }

    @Test
    public void badSettingShouldBeNamed() {
        assertThatThrownBy(() -> ConnectorSettings.of(
                        TestTransport.with(ConnectorSettings.Config.class, Map.of("allow", "10.0.0.1/8"))))
                .isInstanceOf(SettingException.class)
                .hasMessage(
                        "org.letterlock.transport.mina.connector: allow: '10.0.0.1/8' has bits set behind its prefix");
        ConnectorSettings defaults =
                ConnectorSettings.of(TestTransport.with(ConnectorSettings.Config.class, Map.of("allow", "")));
        assertThat(defaults.allow()).hasToString("public");
    }
}
