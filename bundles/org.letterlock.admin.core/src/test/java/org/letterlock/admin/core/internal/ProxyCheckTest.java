package org.letterlock.admin.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.After;
import org.junit.Test;
import org.letterlock.admin.api.Problem;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.mailbox.api.Mailbox;
import org.letterlock.mailbox.api.ProxyRules;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.NewMessage;
import org.letterlock.storage.api.Outcome;
import org.letterlock.storage.api.SealedBody;
import org.letterlock.testkit.storage.InMemoryMessageStore;
import org.letterlock.transport.api.Connection;
import org.letterlock.transport.api.ConnectionHandler;
import org.letterlock.transport.api.LoginRole;

public class ProxyCheckTest {

    private final InMemoryMessageStore store = new InMemoryMessageStore();
    private final Catalogue mailboxes = new Catalogue();
    private final List<LoginRoles.Role> roles = new ArrayList<>();

    @After
    public void close() {
        store.close();
    }

    @Test
    public void nothingShouldBeSaidWhereNoMailPassesUncopied() throws Exception {
        roles.add(new LoginRoles.Role("smtp", new Passed(0)));
        rules(mailboxes.create("a", "").mailbox().id(), true, false, false);
        rules(mailboxes.create("b", "").mailbox().id(), false, true, true);
        assertThat(problems()).isEmpty();
        assertThat(ProxyCheck.problems(new Parts(null, null, null, null, null, null, List.of(), List.of())))
                .isEmpty();
    }

    @Test
    public void mailboxThatLetsMailsPassUncopiedShouldBeWarnedOf() throws Exception {
        MailboxId failOpen = mailboxes.create("a", "").mailbox().id();
        MailboxId both = mailboxes.create("b", "").mailbox().id();
        MailboxId suspended = mailboxes.create("c", "").mailbox().id();
        mailboxes.setStatus(suspended, Mailbox.Status.SUSPENDED);
        rules(failOpen, true, true, false);
        rules(both, true, true, true);
        rules(suspended, true, false, true);

        assertThat(lines())
                .containsExactly(
                        "mailbox " + failOpen
                                + " lets mails pass without a copy: those that cannot be kept (fail-open)",
                        "mailbox " + both
                                + " lets mails pass without a copy: those that cannot be kept (fail-open); all"
                                + " while it is suspended (pass-suspended)",
                        "mailbox " + suspended
                                + " lets mails pass without a copy: all while it is suspended, as it is now"
                                + " (pass-suspended)");
        assertThat(problems()).noneMatch(Problem::urgent);
    }

    @Test
    public void warningsShouldNotHideOtherProblemsHoweverManyMailboxesThereAre() throws Exception {
        for (int i = 0; i < 25; i++) {
            rules(mailboxes.create("a", "").mailbox().id(), true, true, false);
        }
        assertThat(lines())
                .hasSize(21)
                .endsWith("5 more mailboxes let mails pass without a copy (mailbox:list --json)");
    }

    @Test
    public void mailsThatPassedUncopiedShouldBeOneProblemForEachProtocol() {
        roles.add(new LoginRoles.Role("pop3", new Passed(1)));
        roles.add(new LoginRoles.Role("smtp", new Passed(2)));
        roles.add(new LoginRoles.Role("smtp", new Passed(3)));

        assertThat(lines())
                .containsExactly(
                        "1 mails passed the pop3 proxy without a copy since it started",
                        "5 mails passed the smtp proxy without a copy since it started");
        assertThat(problems())
                .allMatch(Problem::urgent)
                .extracting(Problem::key)
                .containsExactly("uncopied pop3", "uncopied smtp");
    }

    @Test
    public void uncertainMailsShouldBeOneProblemUntilTheyAreDeleted() throws Exception {
        List<LogRecord.Message> mails = new ArrayList<>();
        for (int i = 1; i <= 7; i++) {
            mails.add(outcome(new MailboxId(0, i), Outcome.UNCERTAIN));
        }
        mails.add(outcome(new MailboxId(0, 7), Outcome.UNCERTAIN));
        outcome(new MailboxId(0, 8), Outcome.REJECTED_KEPT);
        outcome(new MailboxId(0, 9), Outcome.SENT);

        assertThat(lines())
                .containsExactly("8 mails are kept of which nobody knows whether the other server took them ("
                        + new MailboxId(0, 7) + ": 2, " + new MailboxId(0, 1) + ": 1, " + new MailboxId(0, 2) + ": 1, "
                        + new MailboxId(0, 3) + ": 1, " + new MailboxId(0, 4) + ": 1, and 2 more mailboxes)");
        Problem problem = problems().get(0);
        assertThat(problem.urgent()).isFalse();
        store.delete(List.of(mails.get(0))).toCompletableFuture().join();
        assertThat(problems()).extracting(Problem::key).containsExactly(problem.key());
        for (LogRecord.Message mail : mails.subList(1, mails.size())) {
            store.delete(List.of(mail)).toCompletableFuture().join();
        }
        assertThat(problems()).isEmpty();
    }

    @Test
    public void healthShouldHoldTheseProblemsAndBeReadyAllTheSame() {
        roles.add(new LoginRoles.Role("smtp", new Passed(1)));
        assertThat(HealthCheck.of(parts(), Set.of(), List.of(), List.of()).problems())
                .extracting(Problem::line)
                .contains("1 mails passed the smtp proxy without a copy since it started");
    }

    private LogRecord.Message outcome(MailboxId mailbox, Outcome outcome) throws Exception {
        store.putMailbox(mailbox, new byte[0]).toCompletableFuture().join();
        SealedBody body = store.newBody();
        body.write(ByteBuffer.wrap(new byte[] {1}));
        MessageId id = new MessageId(UUID.randomUUID());
        return store.appendPending(new NewMessage(mailbox, id, Instant.EPOCH, 1, body))
                .thenCompose(pending -> store.complete(pending, outcome, new byte[0]))
                .toCompletableFuture()
                .join()
                .orElseThrow();
    }

    private void rules(MailboxId id, boolean enabled, boolean failOpen, boolean passSuspended) throws Exception {
        mailboxes.setProxy(id, new ProxyRules(enabled, List.of(), failOpen, true, passSuspended));
    }

    private Parts parts() {
        return new Parts(null, null, store, null, mailboxes, null, roles, List.of());
    }

    private List<Problem> problems() {
        return ProxyCheck.problems(parts());
    }

    private List<String> lines() {
        return problems().stream().map(Problem::line).toList();
    }

    /** A proxy that so many mails passed. */
    private record Passed(long uncopied) implements LoginRole {

        @Override
        public ConnectionHandler takeOver(Connection connection, Login login) {
            throw new UnsupportedOperationException();
        }
    }
}
