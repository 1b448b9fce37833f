package org.letterlock.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class CidrListTest {

    @Test
    public void networkShouldHoldItsAddressesOnly() throws Exception {
        assertContains("192.0.2.0/24", "192.0.2.0", "192.0.2.255");
        assertLacks("192.0.2.0/24", "192.0.1.255", "192.0.3.0", "2001:db8::1");
        assertContains("192.0.2.64/27", "192.0.2.64", "192.0.2.95");
        assertLacks("192.0.2.64/27", "192.0.2.63", "192.0.2.96");
        assertContains("2001:db8::/33", "2001:db8::", "2001:db8:7fff:ffff:ffff:ffff:ffff:ffff");
        assertLacks("2001:db8::/33", "2001:db8:8000::", "2001:db7:ffff::", "32.1.13.184");
    }

    @Test
    public void addressShouldBeANetworkOfOne() throws Exception {
        assertContains("192.0.2.1", "192.0.2.1");
        assertLacks("192.0.2.1", "192.0.2.0", "192.0.2.2");
        assertContains("2001:db8::1", "2001:DB8:0:0:0:0:0:1");
        assertLacks("2001:db8::1", "2001:db8::");
    }

    @Test
    public void zeroBitsShouldHoldAFamily() throws Exception {
        assertContains("0.0.0.0/0", "0.0.0.0", "255.255.255.255");
        assertLacks("0.0.0.0/0", "::1");
        assertContains("::/0", "::1", "ffff::");
        assertLacks("::/0", "192.0.2.1", "::ffff:192.0.2.1");
    }

    @Test
    public void mappedAddressShouldCountAsIpv4() throws Exception {
        assertContains("192.0.2.0/24", "::ffff:192.0.2.9");
        assertContains("::ffff:192.0.2.0/120", "192.0.2.9", "::ffff:c000:209");
        assertLacks("::ffff:192.0.2.0/120", "192.0.3.9");
        byte[] mapped = HexFormat.of().parseHex("00000000000000000000ffffc0000209");
        assertThat(list("192.0.2.0/24").contains(InetAddress.getByAddress(mapped)))
                .isTrue();
    }

    @Test
    public void anyEntryShouldDo() throws Exception {
        CidrList list = CidrList.of(List.of("192.0.2.1", "198.51.100.0/24", "2001:db8::/32"));
        for (String address : List.of("192.0.2.1", "198.51.100.7", "2001:db8::7")) {
            assertThat(list.contains(InetAddress.getByName(address))).isTrue();
        }
        assertThat(list.contains(InetAddress.getByName("192.0.2.2"))).isFalse();
        assertThat(list.isEmpty()).isFalse();
        assertThat(list).hasToString("[192.0.2.1, 198.51.100.0/24, 2001:db8::/32]");
        assertThat(CidrList.of(List.of()).isEmpty()).isTrue();
        assertThat(CidrList.of(List.of()).contains(InetAddress.getByName("192.0.2.1")))
                .isFalse();
    }

    @Test
    public void whatIsNoNetworkShouldBeNamed() {
        for (String text : List.of(
                "localhost",
                "a.example",
                "fe80",
                "dead.beef",
                "192.0.2",
                "192.0.2.256",
                "192.0.2.01",
                "0300.0.2.1",
                "1.2.3.4.5",
                "192.0.2.1 ",
                "fe80::1%lo",
                "[::1]",
                ":::",
                "::1::",
                "1:2:3:4:5:6:7:8:9",
                "12345::",
                "",
                "/8")) {
            assertRefused(text, "'" + text + "' is neither an IP address nor a network");
        }
        for (String text : List.of("10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8/8", "10.0.0.0/255.0.0.0")) {
            assertRefused(text, "'" + text + "' has a prefix length that is not between 0 and 32");
        }
        assertRefused("::/129", "'::/129' has a prefix length that is not between 0 and 128");
        assertRefused("::ffff:0.0.0.0/95", "'::ffff:0.0.0.0/95' has a prefix length that is not between 96 and 128");
        assertRefused("10.0.0.1/8", "'10.0.0.1/8' has bits set behind its prefix");
        assertRefused("2001:db8::/28", "'2001:db8::/28' has bits set behind its prefix");
    }

    @Test
    public void settingShouldBeNamed() {
        assertThatThrownBy(() -> new SettingsReader("x.y", Map.of("peers", "10.0.0.0/8, nobody")).cidrs("peers"))
                .isInstanceOf(SettingException.class)
                .hasMessage("x.y: peers: 'nobody' is neither an IP address nor a network");
        assertThat(new SettingsReader("x.y", Map.of("peers", " "))
                        .cidrs("peers")
                        .isEmpty())
                .isTrue();
    }

    private static CidrList list(String text) {
        return CidrList.of(List.of(text));
    }

    private static void assertContains(String network, String... addresses) throws Exception {
        for (String address : addresses) {
            assertThat(list(network).contains(InetAddress.getByName(address)))
                    .as(network + " " + address)
                    .isTrue();
        }
    }

    private static void assertLacks(String network, String... addresses) throws Exception {
        for (String address : addresses) {
            assertThat(list(network).contains(InetAddress.getByName(address)))
                    .as(network + " " + address)
                    .isFalse();
        }
    }

    private static void assertRefused(String text, String message) {
        assertThatThrownBy(() -> list(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
