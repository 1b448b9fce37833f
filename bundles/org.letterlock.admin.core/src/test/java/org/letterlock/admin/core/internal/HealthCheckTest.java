package org.letterlock.admin.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.After;
import org.junit.Test;
import org.letterlock.admin.api.GatewayStatus;
import org.letterlock.admin.api.Problem;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.storage.api.StorageException;
import org.letterlock.testkit.storage.InMemoryMessageStore;
import org.letterlock.transport.api.CertificateStatus;
import org.letterlock.transport.api.ListenerInfo;
import org.letterlock.transport.api.ListenerStatus;

public class HealthCheckTest {

    private final InMemoryMessageStore store = new InMemoryMessageStore();
    private final Catalogue mailboxes = new Catalogue();
    private final List<ListenerStatus> listeners =
            new ArrayList<>(List.of(listener("smtp", ListenerStatus.State.ACCEPTING, "")));
    private final FakeListeners transport = new FakeListeners(() -> listeners);
    private final List<Problem> ofParts = new ArrayList<>();
    private @Nullable FakeTls tls;

    @After
    public void close() {
        store.close();
    }

    @Test
    public void gatewayShouldBeReadyWhenAllIsThere() {
        Health health = look();
        assertThat(health.ready()).isTrue();
        assertThat(health.mailboxes()).isZero();
        assertThat(health.listeners())
                .containsExactly(
                        new GatewayStatus.Listener("smtp", "smtp", "::", 2525, "upgrade", "accepting", "", 3, 2, 1));
        assertThat(health.store())
                .isNotNull()
                .extracting(GatewayStatus.Store::writable)
                .isEqualTo(true);
        assertThat(lines(health))
                .containsExactly("the index is not there: figures of mailboxes are missing"
                        + " (org.letterlock.index.derby has not provided it yet)");
    }

    @Test
    public void listenerThatDoesNotAcceptShouldBeNamedWithItsPort() {
        listeners.add(listener("submission", ListenerStatus.State.FAILED, "address already in use"));
        Health health = look();
        assertThat(health.ready()).isFalse();
        assertThat(lines(health)).contains("listener submission ([::]:2525) is failed: address already in use");
    }

    @Test
    public void gatewayShouldNotBeReadyWithoutListeners() {
        listeners.clear();
        assertThat(look().ready()).isFalse();
    }

    @Test
    public void drainedGatewayShouldBeUnreadyAndSaySoInOneLine() {
        List<String> before = lines(look());
        transport.drain();
        Health health = look();
        assertThat(health.drained()).isTrue();
        assertThat(health.ready()).isFalse();
        assertThat(lines(health))
                .hasSize(before.size() + 1)
                .containsAll(before)
                .contains("the gateway is drained: no new connection is served (gateway:resume)");
        transport.resume();
        assertThat(look().ready()).isTrue();
        assertThat(look().drained()).isFalse();
    }

    @Test
    public void expiredCertificateShouldBeSaidButNotEndReadiness() {
        assertThat(look().certificate()).isNull();
        tls = new FakeTls(new CertificateStatus(
                List.of("mail.example.org"), "CN=x", Instant.EPOCH, true, CertificateStatus.State.EXPIRED, ""));
        Health health = look();
        assertThat(health.ready()).isTrue();
        assertThat(lines(health))
                .contains("the certificate of the mail ports (mail.example.org) expired at 1970-01-01T00:00:00Z");
        assertThat(health.certificate())
                .isNotNull()
                .extracting(GatewayStatus.Certificate::own)
                .isEqualTo(true);
    }

    @Test
    public void fullStoreShouldBeSaid() {
        store.refuse(StorageException.Reason.DISK_LOW);
        Health health = look();
        assertThat(health.ready()).isFalse();
        assertThat(lines(health)).contains("the store takes no mail: DISK_LOW");
    }

    @Test
    public void warningsOfTheMailboxesShouldBeProblems() {
        mailboxes.warnings.add("postmaster has no mailbox");
        assertThat(lines(look())).contains("postmaster has no mailbox");
    }

    @Test
    public void problemsThatOtherPartsKnowShouldBeSaid() {
        ofParts.add(new Problem("audit", "the audit log cannot be written", true));
        assertThat(look().problems()).containsAll(ofParts);
    }

    @Test
    public void damagedMailsShouldBeOneProblemForEachMailboxHoweverManyThereAre() {
        MailboxId id = new MailboxId(1, 2);
        mailboxes.damaged.put(id, 3);
        Problem problem = problemOf(id);
        assertThat(problem.line()).isEqualTo("mailbox " + id + ": 3 damaged mails, hidden from pick-up");
        assertThat(problem.urgent()).isTrue();
        mailboxes.damaged.put(id, 4);
        assertThat(problemOf(id).key()).isEqualTo(problem.key());
    }

    private Problem problemOf(MailboxId id) {
        return look().problems().stream()
                .filter(problem -> problem.line().contains(id.toString()))
                .findFirst()
                .orElseThrow();
    }

    private Health look() {
        return HealthCheck.of(
                new Parts(transport, tls, store, null, mailboxes, null, List.of(), List.of(() -> ofParts)),
                Set.of("org.letterlock.index.derby"),
                List.of(),
                List.of());
    }

    private static List<String> lines(Health health) {
        return health.problems().stream().map(Problem::line).toList();
    }

    private static ListenerStatus listener(String name, ListenerStatus.State state, String detail) {
        return new ListenerStatus(
                new ListenerInfo(name, "smtp", ListenerInfo.TlsMode.UPGRADE, Map.of()),
                "::",
                2525,
                state,
                detail,
                3,
                2,
                1);
    }
}
