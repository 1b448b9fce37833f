package org.letterlock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.Test;

public class GatewayStatusTest {

    @Test
    public void statusShouldGiveReadinessProblemsPortsAndEnd() throws Exception {
        GatewayStatus status = GatewayStatus.parse("""
                {"version": "0.1.0", "ready" : true, "problems": ["a", "b"], "listeners": [
                 {"name":"smtps","protocol":"smtp","address":"0.0.0.0","port":2465,"tls":"implicit"},
                 {"name":"pop3s","protocol":"pop3","address":"0.0.0.0","port":2995}],
                 "store": {"directory": "/x", "end": "3:4096"}}
                """);

        assertThat(status.ready()).isTrue();
        assertThat(status.problems()).isEqualTo("\"a\", \"b\"");
        assertThat(status.port("smtps")).isEqualTo(2465);
        assertThat(status.port("pop3s")).isEqualTo(2995);
        assertThat(status.end()).isEqualTo("3:4096");
        assertThatThrownBy(() -> status.port("smtp")).hasMessage("there is no listener smtp");
    }

    @Test
    public void unreadableStatusShouldNotBeReady() {
        assertThat(GatewayStatus.parse("nothing").ready()).isFalse();
    }
}
