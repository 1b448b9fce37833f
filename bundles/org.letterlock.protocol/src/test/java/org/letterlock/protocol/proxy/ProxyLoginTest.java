package org.letterlock.protocol.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.Test;

public class ProxyLoginTest {

    private static final String MAILBOX = "mbx-0123456789abcdef0123456789abcdef";

    @Test
    public void partsShouldBeFoundFromTheRightWhenTheNameIsWellFormed() {
        assertThat(ProxyLogin.parse("anna@a.example%mail.example%" + MAILBOX))
                .contains(new ProxyLogin("anna@a.example", "mail.example", 0, MAILBOX));
        assertThat(ProxyLogin.parse("anna%mail.example:587%" + MAILBOX))
                .contains(new ProxyLogin("anna", "mail.example", 587, MAILBOX));
        assertThat(ProxyLogin.parse("anna%mail.example%Office@gw.example"))
                .contains(new ProxyLogin("anna", "mail.example", 0, "Office@gw.example"));
    }

    @Test
    public void remoteNameShouldBeKeptAsItIsWhenSeparatorsStandInIt() {
        for (String user : List.of("a%b", "%", "a%b%c@d", "DOM\\anna", "a b", "Jörg@größe.example", "a#b", "\"a\"@b")) {
            assertThat(ProxyLogin.parse(user + "%mail.example%x"))
                    .contains(new ProxyLogin(user, "mail.example", 0, "x"));
        }
    }

    @Test
    public void secondSeparatorShouldCountWhenItStandsBeforeTheMailbox() {
        assertThat(ProxyLogin.parse("a%b#mail.example:25#x", '#'))
                .contains(new ProxyLogin("a%b", "mail.example", 25, "x"));
        assertThat(ProxyLogin.parse("a#b%mail.example%x", '#')).contains(new ProxyLogin("a#b", "mail.example", 0, "x"));
        assertThat(ProxyLogin.parse("a@b.example@mail.example@x", '@'))
                .contains(new ProxyLogin("a@b.example", "mail.example", 0, "x"));
        assertThat(ProxyLogin.parse("a%mail.example#x", '#')).isEmpty();
        assertThat(ProxyLogin.parse("a#mail.example%x", '#')).isEmpty();
        assertThat(ProxyLogin.parse("a#mail.example#x")).isEmpty();
    }

    @Test
    public void separatorShouldBeABugWhenItCouldStandInAPart() {
        for (char c : "a0Z-._:[] \0\u007fß".toCharArray()) {
            assertThat(ProxyLogin.isSeparator(c)).as("%s", c).isFalse();
            assertThatThrownBy(() -> ProxyLogin.parse("a%b%c", c)).isInstanceOf(IllegalArgumentException.class);
        }
        for (char c : "%#@!/|+~".toCharArray()) {
            assertThat(ProxyLogin.isSeparator(c)).as("%s", c).isTrue();
        }
    }

    @Test
    public void nameShouldBeRefusedWhenAPartIsMissing() {
        for (String name : List.of("", "%", "%%", "%%%", "a", "a%b", "%b%c", "a%%c", "a%b%", "%b", "a%", "a%:25%c")) {
            assertThat(ProxyLogin.parse(name)).as(name).isEmpty();
        }
    }

    @Test
    public void nameShouldBeRefusedWhenItHasControlCharacters() {
        for (String bad : List.of("\0", "\r", "\n", "\t", "\u0001", "\u007f", "\u0085", "\u009f", "\u2028", "\ud800")) {
            assertThat(ProxyLogin.parse("a" + bad + "%b.example%c")).isEmpty();
            assertThat(ProxyLogin.parse("a%b" + bad + ".example%c")).isEmpty();
            assertThat(ProxyLogin.parse("a%b.example%c" + bad)).isEmpty();
        }
    }

    @Test
    public void nameShouldBeRefusedWhenItIsTooLong() {
        String rest = "%b.example%c";
        String longest = "a".repeat(1024 - rest.length());
        assertThat(ProxyLogin.parse(longest + rest)).isPresent();
        assertThat(ProxyLogin.parse("a" + longest + rest)).isEmpty();
        assertThat(ProxyLogin.parse("ä".repeat(507) + rest)).isEmpty();
        assertThat(ProxyLogin.parse("ä".repeat(506) + rest)).isPresent();
    }

    @Test
    public void portShouldBeRefusedWhenItIsNone() {
        assertThat(port("1")).isEqualTo(1);
        assertThat(port("65535")).isEqualTo(65_535);
        for (String port : List.of("", "0", "00000", "65536", "99999", "100000", "-1", "+1", "1 ", "x", "٣", "25:26")) {
            assertThat(ProxyLogin.parse("a%b.example:" + port + "%c")).as(port).isEmpty();
        }
    }

    @Test
    public void hostShouldHaveOneFormHoweverItIsWritten() {
        assertThat(host("MAIL.Example")).isEqualTo("mail.example");
        assertThat(host("mail.example.")).isEqualTo("mail.example");
        assertThat(host("localhost")).isEqualTo("localhost");
        assertThat(host("_x.a-b.1and1.example")).isEqualTo("_x.a-b.1and1.example");
        assertThat(host("größe.example")).isEqualTo("xn--grsse-kua.example").isEqualTo(host("GRÖSSE.EXAMPLE"));
        assertThat(host("例え。テスト")).isEqualTo("xn--r8jz45g.xn--zckzah");
        assertThat(host("xn--r8jz45g.XN--zckzah")).isEqualTo("xn--r8jz45g.xn--zckzah");
        assertThat(host("ＭＡＩＬ．ｅｘａｍｐｌｅ")).isEqualTo("mail.example");
        assertThat(host("192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(host("１２７.0.0.1")).isEqualTo("127.0.0.1");
    }

    @Test
    public void addressOfVersion6ShouldStandInBrackets() {
        assertThat(ProxyLogin.parse("a%[2001:DB8::1]:587%c"))
                .contains(new ProxyLogin("a", "2001:db8:0:0:0:0:0:1", 587, "c"));
        assertThat(host("[::1]")).isEqualTo("0:0:0:0:0:0:0:1").isEqualTo(host("[0:0::0001]"));
        assertThat(host("[::ffff:127.0.0.1]")).isEqualTo("127.0.0.1").isEqualTo(host("[::ffff:7f00:1]"));
        for (String bad : List.of(
                "::1",
                "2001:db8::1",
                "[",
                "[]",
                "[:]",
                "[::",
                "::1]",
                "[:::]",
                "[1:2]",
                "[::1%eth0]",
                "[fe80::1%1]",
                "[::g]",
                "[127.0.0.1]",
                "[a.example]",
                "[::1]x",
                "[::1].",
                "[[::1]]",
                "[::1]25",
                "[1:2:3:4:5:6:7:8:9]")) {
            assertThat(ProxyLogin.parse("a#" + bad + "#c", '#')).as(bad).isEmpty();
        }
    }

    @Test
    public void hostShouldBeRefusedWhenAResolverWouldReadAnAddressIntoIt() {
        for (String bad : List.of(
                "127.1",
                "127",
                "2130706433",
                "0x7f000001",
                "0x7f.1",
                "0X7F.0.0.1",
                "0177.0.0.1",
                "127.0.0.01",
                "0x",
                "256.0.0.1",
                "1.2.3.4.5",
                "1.2.3",
                "example.1",
                "example.0x1",
                "127.0.0.1.5.",
                "١٢٧.1")) {
            assertThat(ProxyLogin.parse("a%" + bad + "%c")).as(bad).isEmpty();
        }
    }

    @Test
    public void hostShouldBeRefusedWhenItIsNoName() {
        for (String bad : List.of(
                ".",
                "..",
                ".a",
                "a..b",
                "a..",
                "-a",
                "a-",
                "a.-b",
                "a b",
                "a/b",
                "a@b",
                "a\\b",
                "a?b",
                "a#b",
                "a".repeat(64) + ".example",
                ("a".repeat(63) + ".").repeat(4) + "example",
                "xn--\u00e4",
                "a,b",
                "*.b")) {
            assertThat(ProxyLogin.parse("a%" + bad + "%c")).as(bad).isEmpty();
        }
        assertThat(host("a".repeat(63) + ".example")).hasSize(71);
    }

    @Test
    public void textShouldShowNoNames() {
        assertThat(ProxyLogin.parse("anna%mail.example%" + MAILBOX).orElseThrow())
                .hasToString("ProxyLogin");
    }

    private static int port(String port) {
        return ProxyLogin.parse("a%b.example:" + port + "%c").orElseThrow().port();
    }

    private static String host(String host) {
        return ProxyLogin.parse("a%" + host + "%c").orElseThrow().host();
    }
}
