package org.letterlock.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.Test;

public class TargetListTest {

    private static final String HOST = "mail.example.org";
    private static final String PUBLIC_V4 = "198.41.0.4";
    private static final String PUBLIC_V6 = "2620:fe::fe";
    private static final TargetList PUBLIC = TargetList.of(List.of("public"));

    @Test
    public void publicShouldMeanTheMailPortsOfPublicHosts() {
        for (int port : List.of(25, 110, 465, 587, 995)) {
            assertThat(allows(PUBLIC, HOST, PUBLIC_V4, port)).isTrue();
            assertThat(allows(PUBLIC, HOST, PUBLIC_V6, port)).isTrue();
            assertThat(allows(PUBLIC, PUBLIC_V4, PUBLIC_V4, port)).isTrue();
        }
        for (int port : List.of(1, 22, 24, 80, 443, 993, 8450, 65_535)) {
            assertThat(allows(PUBLIC, HOST, PUBLIC_V4, port)).isFalse();
            assertThat(allows(PUBLIC, HOST, PUBLIC_V6, port)).isFalse();
        }
    }

    @Test
    public void publicShouldNotMeanSpecialAddresses() {
        List<String> special = List.of(
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1",
                "100::1",
                "2001::1",
                "2001:db8::1",
                "2002:c629:4::1",
                "3fff::1",
                "4000::1",
                "5f00::1",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "fec0::1",
                "ff02::1");
        for (String address : special) {
            assertThat(allows(PUBLIC, HOST, address, 25)).as(address).isFalse();
        }
        for (String address : List.of("9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.32.0.0")) {
            assertThat(allows(PUBLIC, HOST, address, 25)).as(address).isTrue();
        }
    }

    @Test
    public void addressesThatHoldAnotherShouldNotGetAroundIt() throws UnknownHostException {
        for (String inner : List.of("7f00:1", "a00:1", "a9fe:a9fe", "6440:1", "e000:1")) {
            assertThat(allows(PUBLIC, HOST, "64:ff9b::" + inner, 25)).as(inner).isFalse();
            assertThat(allows(PUBLIC, HOST, "64:ff9b:1::" + inner, 25))
                    .as(inner)
                    .isFalse();
            assertThat(allows(PUBLIC, HOST, "2002:" + inner + "::1", 25))
                    .as(inner)
                    .isFalse();
        }
        assertThat(allows(PUBLIC, HOST, "64:ff9b::c629:4", 25)).isTrue();
        // As the system's resolver may give it: the JDK's own makes an IPv4 address of it.
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 127, 0, 0, 1};
        InetAddress loopback = Inet6Address.getByAddress("x", mapped, -1);
        assertThat(loopback).isInstanceOf(Inet6Address.class);
        assertThat(loopback.isLoopbackAddress()).isFalse();
        assertThat(PUBLIC.allows(HOST, loopback, 25, false)).isFalse();
        assertThat(TargetList.of(List.of("127.0.0.1")).allows(HOST, loopback, 25, false))
                .isTrue();
        assertThat(TargetList.of(List.of("::/0")).allows(HOST, loopback, 25, false))
                .isFalse();
        assertThat(SpecialAddress.plain(loopback).getHostAddress()).isEqualTo("127.0.0.1");
    }

    @Test
    public void ownAddressShouldHaveToBeListed() {
        InetAddress own = address(PUBLIC_V4);
        assertThat(PUBLIC.allows(HOST, own, 25, true)).isFalse();
        assertThat(TargetList.of(List.of(HOST)).allows(HOST, own, 25, true)).isTrue();
        assertThat(TargetList.of(List.of(PUBLIC_V4)).allows(HOST, own, 25, true))
                .isTrue();
    }

    @Test
    public void listedShouldReplaceWhatIsPublic() {
        assertThat(allows(TargetList.of(List.of("10.0.0.0/8")), HOST, PUBLIC_V4, 25))
                .isFalse();
        assertThat(allows(TargetList.of(List.of("10.0.0.0/8", "public")), HOST, PUBLIC_V4, 25))
                .isTrue();
        assertThat(allows(TargetList.of(List.of()), HOST, PUBLIC_V4, 25)).isFalse();
    }

    @Test
    public void nameShouldBeTheOneAskedFor() {
        TargetList list = TargetList.of(List.of("Mail.Example.ORG.", "pop.example.org:995", "m\u00fcller.example"));
        assertThat(allows(list, HOST, "127.0.0.1", 4711)).isTrue();
        assertThat(allows(list, "pop.example.org", "10.0.0.1", 995)).isTrue();
        assertThat(allows(list, "pop.example.org", "10.0.0.1", 110)).isFalse();
        assertThat(allows(list, "xn--mller-kva.example", "10.0.0.1", 110)).isTrue();
        for (String other :
                List.of("example.org", "amail.example.org", "a.mail.example.org", "mail.example.org.evil")) {
            assertThat(allows(list, other, PUBLIC_V4, 25)).as(other).isFalse();
        }
        assertThat(allows(list, PUBLIC_V4, PUBLIC_V4, 25)).isFalse();
    }

    @Test
    public void starShouldMeanAllBelowTheDomain() {
        TargetList list = TargetList.of(List.of("*.example.org", "*.example.net:465"));
        assertThat(allows(list, HOST, PUBLIC_V4, 25)).isTrue();
        assertThat(allows(list, "a.b.example.org", PUBLIC_V4, 25)).isTrue();
        assertThat(allows(list, "a.example.net", PUBLIC_V4, 465)).isTrue();
        assertThat(allows(list, "a.example.net", PUBLIC_V4, 25)).isFalse();
        for (String other : List.of("example.org", "badexample.org", "example.org.evil", PUBLIC_V4)) {
            assertThat(allows(list, other, PUBLIC_V4, 465)).as(other).isFalse();
        }
    }

    @Test
    public void networkShouldHoldWhateverNameLedThere() {
        TargetList list = TargetList.of(
                List.of("10.0.0.0/8:995", "192.168.1.7", "2001:db8::/32", "[fd00::/8]:465", "[::1]:25", "::2"));
        assertThat(allows(list, HOST, "10.1.2.3", 995)).isTrue();
        assertThat(allows(list, HOST, "10.1.2.3", 25)).isFalse();
        assertThat(allows(list, "192.168.1.7", "192.168.1.7", 1)).isTrue();
        assertThat(allows(list, HOST, "192.168.1.8", 25)).isFalse();
        assertThat(allows(list, HOST, "2001:db8::9", 25)).isTrue();
        assertThat(allows(list, HOST, "fd00::1", 465)).isTrue();
        assertThat(allows(list, HOST, "fd00::1", 25)).isFalse();
        assertThat(allows(list, "::1", "::1", 25)).isTrue();
        assertThat(allows(list, "::1", "::1", 465)).isFalse();
        assertThat(allows(list, HOST, "::2", 465)).isTrue();
    }

    @Test
    public void whatCannotBeReadShouldBeNamed() {
        for (String bad : List.of(
                "mail.example.org:0",
                "mail.example.org:65536",
                "mail.example.org:",
                "mail.example.org:smtp",
                "mail_.example..org",
                "*",
                "*.",
                "a.*.example.org",
                "*example.org",
                "10.0.0",
                "10.0.0.256",
                "127.1",
                "2130706433",
                "10.0.0.1/8",
                "10.0.0.0/33",
                "[::1",
                "[::1]995",
                "::1]",
                "public:587",
                "[]",
                "-a.example",
                "a b",
                "https://mail.example.org",
                ":25",
                "")) {
            assertThatThrownBy(() -> TargetList.of(List.of("public", bad)))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("'" + bad + "' ");
        }
    }

    @Test
    public void whatIsNoHostShouldNeverBeAllowed() {
        TargetList all = TargetList.of(List.of("0.0.0.0/0", "::/0", "*.example.org", HOST));
        for (String address :
                List.of("0.0.0.0", "0.1.2.3", "224.0.0.1", "255.255.255.255", "::", "ff02::1", "64:ff9b::e000:1")) {
            assertThat(allows(all, HOST, address, 25)).as(address).isFalse();
        }
        assertThat(allows(all, HOST, "127.0.0.1", 25)).isTrue();
        assertThat(allows(all, HOST, "240.0.0.1", 25)).isTrue();
    }

    @Test
    public void nameThatNoAddressCouldHelpShouldBeKnown() {
        TargetList list = TargetList.of(List.of(HOST + ":465", "*.example.net"));
        assertThat(list.mayAllow(HOST, 465)).isTrue();
        assertThat(list.mayAllow("a.example.net", 1)).isTrue();
        assertThat(list.mayAllow(HOST, 25)).isFalse();
        assertThat(list.mayAllow("other.example.org", 465)).isFalse();
        assertThat(PUBLIC.mayAllow("other.example.org", 465)).isTrue();
        assertThat(PUBLIC.mayAllow("other.example.org", 22)).isFalse();
        assertThat(TargetList.of(List.of("10.0.0.0/8:995")).mayAllow("other.example.org", 995))
                .isTrue();
    }

    @Test
    public void addressOfNat64ShouldLeadToTheOneInIt() {
        assertThat(SpecialAddress.destination(address("64:ff9b::c629:4"))).isEqualTo(address(PUBLIC_V4));
        assertThat(SpecialAddress.destination(address("64:ff9b:1::c629:4"))).isEqualTo(address("64:ff9b:1::c629:4"));
        assertThat(SpecialAddress.destination(address(PUBLIC_V6))).isEqualTo(address(PUBLIC_V6));
    }

    @Test
    public void oddSpellingsShouldBeTheHostTheyMeanOrNone() {
        assertThat(HostName.parse("LOCALHOST.")).contains("localhost");
        assertThat(HostName.parse("M\u00dcLLER.example")).contains("xn--mller-kva.example");
        assertThat(HostName.parse("mail\u3002example\uff0eorg")).contains("mail.example.org");
        for (String bad : List.of(
                "0177.0.0.1",
                "0177.1",
                "0x7f000001",
                "127.0.0.0x1",
                "017700000001",
                "\uff11\uff12\uff17.0.0.1",
                "127\u30020\u30020\u30021",
                "\u2460.0.0.1",
                "localhost..",
                "::1%lo",
                "[::1]")) {
            assertThat(HostName.parse(bad)).as(bad).isEmpty();
            assertThat(AddressLiteral.parse(bad)).as(bad).isEmpty();
        }
    }

    @Test
    public void kindsShouldBeNamed() {
        assertThat(SpecialAddress.kind(address("127.0.0.1"))).contains("loopback");
        assertThat(SpecialAddress.kind(address("192.168.0.1"))).contains("private");
        assertThat(SpecialAddress.kind(address("64:ff9b::a00:1"))).contains("private");
        assertThat(SpecialAddress.kind(address("fe80::1"))).contains("link-local");
        assertThat(SpecialAddress.kind(address("4000::1"))).contains("reserved");
        assertThat(SpecialAddress.kind(address(PUBLIC_V6))).isEmpty();
    }

    @Test
    public void hostNamesShouldBeToldFromAddresses() {
        assertThat(HostName.parse("Mail.Example.ORG.")).contains(HOST);
        assertThat(HostName.parse("localhost")).contains("localhost");
        assertThat(HostName.parse("_smtp.example.org")).contains("_smtp.example.org");
        for (String bad :
                List.of("127.0.0.1", "127.1", "0x7f.1", "1", "a.0x7f", "a..b", "a-.example", "a/b", "a%b", ".")) {
            assertThat(HostName.parse(bad)).as(bad).isEmpty();
        }
        assertThat(HostName.parse("a.".repeat(126) + "ab")).isEmpty();
    }

    private static boolean allows(TargetList list, String host, String address, int port) {
        return list.allows(host, address(address), port, false);
    }

    private static InetAddress address(String text) {
        return AddressLiteral.parse(text).orElseThrow();
    }
}
