package org.letterlock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.Test;

public class GatewayStatusTest {

    private static final String WARNING = "no mailbox takes mail for postmaster";

    @Test
    public void statusShouldGiveReadinessProblemsPortsAndEnd() throws Exception {
        GatewayStatus status = GatewayStatus.parse("""
                {"version": "0.1.0", "ready" : true,
                 "problems": ["listener smtp ([::]:2525) is failed: \\"x\\" \\u00fc\\n", "b"], "listeners": [
                 {"name":"smtps","protocol":"smtp","address":"0.0.0.0","port":2465,"tls":"implicit"},
                 {"name":"pop3s","protocol":"pop3","address":"::1","port":2995,"refused":0}],
                 "store": {"directory": "/x", "end": "3:4096"}, "components": [], "settings": [{"value": "}]"}]}
                """);

        assertThat(status.ready()).isTrue();
        assertThat(status.drained()).isFalse();
        assertThat(status.problems()).containsExactly("listener smtp ([::]:2525) is failed: \"x\" ü\n", "b");
        assertThat(status.listener("smtps").port()).isEqualTo(2465);
        assertThat(status.listener("pop3s")).isEqualTo(new GatewayStatus.Listener("pop3s", "::1", 2995, ""));
        assertThat(status.end()).isEqualTo("3:4096");
        assertThatThrownBy(() -> status.listener("smtp")).hasMessage("there is no listener smtp");
    }

    @Test
    public void drainedGatewayShouldNeitherBeReadyNorBroken() throws Exception {
        GatewayStatus status = GatewayStatus.parse("""
                {"ready":false,"drained":true,"listeners":[{"name":"a","port":1,"state":"accepting"}],
                 "store":{"writable":true,"end":"0:0"},"mailboxes":0,"components":[]}
                """);
        assertThat(status.ready()).isFalse();
        assertThat(status.drained()).isTrue();
        assertThat(status.broken()).isFalse();
    }

    @Test
    public void unreadableStatusShouldBeSaid() {
        for (String text : new String[] {"nothing", "", "{", "{\"a\":[1,}", "{\"a\":\"\\x\"}", "{} {}"}) {
            assertThatThrownBy(() -> GatewayStatus.parse(text))
                    .isInstanceOf(CliException.class)
                    .hasMessageContaining("not understood");
        }
    }

    @Test
    public void portInUseShouldBeLasting() throws Exception {
        assertThat(broken("accepting", "failed", "true", 0, "")).isTrue();
        assertThat(broken("waiting", "failed", "true", 0, "")).isFalse();
        assertThat(broken("accepting", "failed", "true", -1, "")).isFalse();
        assertThat(broken("accepting", "failed", "false", 0, "")).isFalse();
        assertThat(broken("accepting", "waiting", "true", 0, "")).isFalse();
    }

    @Test
    public void failedComponentShouldBeLastingWithWhatNeedsIt() throws Exception {
        String certificates =
                "{\"bundle\":\"org.letterlock.certificates 0.1.0\",\"state\":\"failed\",\"reason\":\"x\"}";
        assertThat(broken("waiting", "accepting", "true", 0, certificates)).isTrue();
        assertThat(broken("waiting", "accepting", "true", -1, certificates)).isFalse();
        String mailboxes = ",{\"bundle\":\"org.letterlock.mailbox.core 0.1.0\",\"state\":\"unsatisfied\",\"reason\":"
                + "\"needs X from Y, which failed: z\"}";
        assertThat(broken("waiting", "accepting", "true", -1, certificates + mailboxes))
                .isTrue();
    }

    private static boolean broken(String one, String other, String writable, int mailboxes, String components)
            throws CliException {
        return GatewayStatus.parse("""
                        {"ready":false,"problems":["%s"],"listeners":[{"name":"a","port":1,"state":"%s"},
                        {"name":"b","port":2,"state":"%s"}],"store":{"writable":%s,"end":"0:0"},"mailboxes":%d,
                        "components":[%s]}
                        """.formatted(WARNING, one, other, writable, mailboxes, components))
                .broken();
    }
}
