package org.letterlock.protocol.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.Test;

public class UpstreamPortTest {

    private static ProxyLogin login(int port) {
        return new ProxyLogin("user", "mail.example", port, "mailbox");
    }

    @Test
    public void portsShouldBeTriedInOrderWhenNoneIsGiven() {
        assertThat(UpstreamPort.ofSmtp(login(0)))
                .containsExactly(new UpstreamPort(465, true), new UpstreamPort(587, false));
        assertThat(UpstreamPort.ofPop3(login(0)))
                .containsExactly(new UpstreamPort(995, true), new UpstreamPort(110, false));
    }

    @Test
    public void knownPortShouldSayHowTlsBegins() {
        assertThat(UpstreamPort.ofSmtp(login(465))).containsExactly(new UpstreamPort(465, true));
        assertThat(UpstreamPort.ofSmtp(login(587))).containsExactly(new UpstreamPort(587, false));
        assertThat(UpstreamPort.ofSmtp(login(25))).containsExactly(new UpstreamPort(25, false));
        assertThat(UpstreamPort.ofPop3(login(995))).containsExactly(new UpstreamPort(995, true));
        assertThat(UpstreamPort.ofPop3(login(110))).containsExactly(new UpstreamPort(110, false));
    }

    @Test
    public void anyOtherPortShouldBeTriedBothWays() {
        assertThat(UpstreamPort.ofPop3(login(8995)))
                .containsExactly(new UpstreamPort(8995, true), new UpstreamPort(8995, false));
    }
}
