package org.letterlock.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.Test;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.transport.api.ListenerStatus;

public class MetricsTest {

    private final Gateway gateway = new Gateway(1000);

    @Test
    public void mailsShouldBeCountedByMailboxNameRoleAndOutcome() {
        gateway.start();
        gateway.tellOfEverything();

        assertThat(gateway.lines())
                .contains(
                        "# TYPE letterlock_mails_total counter",
                        "letterlock_mails_total{mailbox=\"Sales\",outcome=\"accepted\",role=\"journal\"} 2.0",
                        "letterlock_mails_total{mailbox=\"Sales\",outcome=\"failed\",role=\"journal\"} 1.0",
                        "letterlock_mails_total{mailbox=\"Support \\\"A\\\"\",outcome=\"accepted\",role=\"journal\"} 1.0",
                        "letterlock_mail_bytes_total{mailbox=\"Sales\",role=\"journal\"} 1500.0",
                        "letterlock_relayed_mails_total{copied=\"true\",mailbox=\"Sales\",outcome=\"sent\",role=\"smtp-proxy\"} 1.0",
                        "letterlock_relayed_bytes_total{mailbox=\"Sales\",role=\"smtp-proxy\"} 300.0",
                        "letterlock_mailbox_logins_total{mailbox=\"Sales\",role=\"pickup\"} 1.0",
                        "letterlock_pickup_mails_total{mailbox=\"Sales\"} 7.0",
                        "letterlock_pickup_deleted_mails_total{mailbox=\"Sales\"} 6.0",
                        "letterlock_pickup_bytes_total{mailbox=\"Sales\"} 9000.0",
                        "letterlock_damaged_mails_found_total{mailbox=\"Sales\"} 1.0");
        assertThat(gateway.lines()).noneMatch(line -> line.contains("mbx-"));
    }

    @Test
    public void failuresShouldBeCountedByReason() {
        gateway.tellOfEverything();

        assertThat(gateway.lines())
                .contains(
                        "letterlock_mail_failures_total{reason=\"disk_low\",role=\"journal\"} 1.0",
                        "letterlock_login_failures_total{reason=\"denied\",role=\"pickup\"} 1.0",
                        "letterlock_recipients_refused_total{listener=\"smtp\",reason=\"unknown\"} 1.0");
    }

    @Test
    public void latenciesShouldBeHistogramsInSeconds() {
        gateway.tellOfEverything();

        assertThat(gateway.lines())
                .contains(
                        "# TYPE letterlock_commit_duration_seconds histogram",
                        "letterlock_commit_duration_seconds_bucket{role=\"journal\",le=\"0.01\"} 0",
                        "letterlock_commit_duration_seconds_bucket{role=\"journal\",le=\"0.025\"} 2",
                        "letterlock_commit_duration_seconds_count{role=\"journal\"} 2",
                        "letterlock_commit_duration_seconds_sum{role=\"journal\"} 0.04",
                        "letterlock_login_duration_seconds_count{result=\"failed\",role=\"pickup\"} 1",
                        "letterlock_login_duration_seconds_count{result=\"succeeded\",role=\"pickup\"} 1",
                        "letterlock_tls_handshake_duration_seconds_count{listener=\"smtp\",outcome=\"established\"} 1");
    }

    @Test
    public void countsShouldFollowTheNameAndEndWithTheMailbox() {
        gateway.start();
        gateway.tellOfEverything();
        gateway.lines();
        gateway.catalogue.set(0, Gateway.mailbox(Gateway.FIRST, "Sales EU"));
        gateway.catalogue.remove(1);

        assertThat(gateway.lines())
                .contains("letterlock_mails_total{mailbox=\"Sales EU\",outcome=\"accepted\",role=\"journal\"} 2.0")
                .noneMatch(line -> line.contains("\"Sales\"") || line.contains("Support"));

        // Its id comes again, as after a restore: it begins anew.
        gateway.catalogue.add(Gateway.mailbox(Gateway.SECOND, "Support"));
        assertThat(gateway.lines()).noneMatch(line -> line.startsWith("letterlock_mails_total{mailbox=\"Support\""));
    }

    @Test
    public void countsShouldKeepTheirNamesWhileTheMailboxesAreAway() {
        gateway.start();
        gateway.tellOfEverything();
        gateway.lines();
        gateway.metrics.mailboxes = null;

        assertThat(gateway.lines())
                .contains("letterlock_mails_total{mailbox=\"Sales\",outcome=\"accepted\",role=\"journal\"} 2.0");
    }

    @Test
    public void mailboxesOfOneNameShouldBeOne() {
        gateway.start();
        gateway.tellOfEverything();
        gateway.catalogue.set(1, Gateway.mailbox(Gateway.SECOND, "Sales"));

        assertThat(gateway.lines())
                .contains(
                        "letterlock_mails_total{mailbox=\"Sales\",outcome=\"accepted\",role=\"journal\"} 3.0",
                        "letterlock_mailbox_waiting_mails{mailbox=\"Sales\"} 20.0",
                        "letterlock_mailbox_oldest_waiting_timestamp_seconds{mailbox=\"Sales\"} 1.799999998E9",
                        "letterlock_mailbox_last_received_timestamp_seconds{mailbox=\"Sales\"} 1.800000002E9",
                        "letterlock_mailboxes{status=\"active\"} 2.0");
    }

    @Test
    public void numberOfSeriesShouldHaveABound() {
        Gateway bounded = new Gateway(1);
        bounded.start();
        bounded.tellOfEverything();
        for (int i = 3; i < 50; i++) {
            bounded.catalogue.add(Gateway.mailbox(new MailboxId(1, i), "Mailbox " + i));
        }

        List<String> waiting = bounded.lines().stream()
                .filter(line -> line.startsWith("letterlock_mailbox_waiting_mails{"))
                .toList();
        assertThat(waiting)
                .containsExactly(
                        "letterlock_mailbox_waiting_mails{mailbox=\"Sales\"} 10.0",
                        "letterlock_mailbox_waiting_mails{mailbox=\"other\"} 480.0");
    }

    @Test
    public void partsShouldBeAskedWhenTheyAreThere() {
        gateway.start();

        assertThat(gateway.lines())
                .contains(
                        "letterlock_ready 1.0",
                        "letterlock_drained 0.0",
                        "letterlock_listener_accepting{listener=\"smtp\",protocol=\"smtp\"} 1.0",
                        "letterlock_listener_connections{listener=\"submission\",protocol=\"smtp\"} 12.0",
                        "letterlock_listener_refused_connections_total{listener=\"smtp\",protocol=\"smtp\"} 3.0",
                        "letterlock_proxy_sessions{role=\"smtp-proxy\"} 0.0",
                        "letterlock_proxy_uncopied_mails_total{role=\"smtp-proxy\"} 4.0",
                        "letterlock_store_writable 1.0",
                        "letterlock_store_in_flight_bytes 42.0",
                        "letterlock_store_free_bytes 90000.0",
                        "letterlock_store_end_segment 3.0",
                        "letterlock_store_damaged_records_total 1.0",
                        "letterlock_index_lag_segments 0.0",
                        "letterlock_index_lag_bytes 100.0",
                        "letterlock_certificate_expiry_timestamp_seconds 1.80000006E9",
                        "letterlock_event_queue_length{bundle=\"bundle\",event_listener=\"metrics\"} 3.0",
                        "letterlock_events_dropped_total{bundle=\"bundle\",event_listener=\"metrics\"} 2.0",
                        "letterlock_mailbox_damaged_mails{mailbox=\"Sales\"} 2.0",
                        "letterlock_ledger_head_sequence{mailbox=\"Sales\"} 17.0",
                        "letterlock_build_info{version=\"0.1.0\"} 1")
                .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{"))
                .anyMatch(line -> line.startsWith("process_cpu_seconds_total "));
        assertThat(gateway.metrics.contentType()).startsWith("text/plain; version=0.0.4");
    }

    @Test
    public void gatewayShouldNotBeReadyWhileAPartIsAwayOrAPortClosedOrDrained() {
        assertThat(gateway.lines()).contains("letterlock_ready 0.0");
        gateway.start();
        gateway.metrics.store = null;
        assertThat(gateway.lines())
                .contains("letterlock_ready 0.0")
                .noneMatch(line -> line.contains("letterlock_store_"));
        gateway.start();
        gateway.draining = true;
        assertThat(gateway.lines()).contains("letterlock_ready 0.0", "letterlock_drained 1.0");
        gateway.draining = false;
        gateway.state = ListenerStatus.State.WAITING;
        assertThat(gateway.lines())
                .contains(
                        "letterlock_ready 0.0",
                        "letterlock_listener_accepting{listener=\"smtp\",protocol=\"smtp\"} 0.0");
    }

    @Test
    public void settingOutOfRangeShouldNameItsKey() {
        assertThatThrownBy(() -> Metrics.maxMailboxes(Map.of("maxMailboxes", "-1")))
                .hasMessageContaining("org.letterlock.metrics: maxMailboxes: ");
    }
}
