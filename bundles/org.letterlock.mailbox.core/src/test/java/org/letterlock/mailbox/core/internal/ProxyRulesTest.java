package org.letterlock.mailbox.core.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mailbox.api.Mailbox;
import org.letterlock.mailbox.api.MailboxException;
import org.letterlock.mailbox.api.MailboxException.Reason;
import org.letterlock.mailbox.api.ProxyAccess;
import org.letterlock.mailbox.api.ProxyRules;
import org.letterlock.mailbox.api.SenderRules;
import org.letterlock.testkit.storage.InMemoryMessageStore;

/** What sessions may do that pass through the gateway. */
public class ProxyRulesTest {

    private static final ProxyRules RULES =
            new ProxyRules(true, List.of("pop.example.com:995", "*.example.net", "10.0.0.0/8"), true, true, true);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final InMemoryMessageStore store = new InMemoryMessageStore();
    private final LaggingIndex index = new LaggingIndex(store);
    private final FakeCrypto crypto = new FakeCrypto();
    private Mailboxes mailboxes;
    private MailboxId id;

    @Before
    public void create() throws Exception {
        start();
        id = mailboxes.create("Sales", "").mailbox().id();
    }

    private void start() throws IOException {
        Settings settings = new Settings(folder.getRoot().toPath(), "archive.example", null, null, 2, 10);
        mailboxes = new Mailboxes(store, settings, Clock.systemUTC(), System::nanoTime);
        mailboxes.setKeys(crypto);
        mailboxes.sealer = crypto;
        mailboxes.setIndex(index);
    }

    private void restart() throws IOException {
        mailboxes.deactivate();
        start();
    }

    @After
    public void stop() {
        mailboxes.deactivate();
        store.close();
    }

    @Test
    public void newMailboxShouldTakeSessionsAndLetNoMailPassUncopied() {
        assertThat(mailboxes.find(id).orElseThrow().proxy()).isEqualTo(ProxyRules.DEFAULT);
        assertThat(mailboxes.proxyAccess(id)).contains(new ProxyAccess(true, ProxyRules.DEFAULT));
        assertThat(ProxyRules.DEFAULT).isEqualTo(new ProxyRules(true, List.of(), false, false, false));
    }

    @Test
    public void unknownMailboxShouldTakeNoSession() {
        assertThat(mailboxes.proxyAccess(new MailboxId(1, 1))).isEmpty();
    }

    @Test
    public void accessShouldFollowRulesAndStatus() throws Exception {
        for (boolean enabled : List.of(true, false)) {
            for (boolean passSuspended : List.of(true, false)) {
                ProxyRules rules = new ProxyRules(enabled, List.of(), false, false, passSuspended);
                mailboxes.setProxy(id, rules);
                String which = rules.toString();

                mailboxes.setStatus(id, Mailbox.Status.ACTIVE);
                if (enabled) {
                    assertThat(mailboxes.proxyAccess(id)).as(which).contains(new ProxyAccess(true, rules));
                } else {
                    assertThat(mailboxes.proxyAccess(id)).as(which).isEmpty();
                }

                mailboxes.setStatus(id, Mailbox.Status.SUSPENDED);
                if (enabled && passSuspended) {
                    assertThat(mailboxes.proxyAccess(id)).as(which).contains(new ProxyAccess(false, rules));
                } else {
                    assertThat(mailboxes.proxyAccess(id)).as(which).isEmpty();
                }
            }
        }
    }

    @Test
    public void rulesShouldSurviveARestartAndOtherChanges() throws Exception {
        assertThat(mailboxes.setProxy(id, RULES).proxy()).isEqualTo(RULES);
        mailboxes.edit(id, "Renamed", null);
        mailboxes.setSenders(id, new SenderRules(List.of(), true, List.of(), false));
        mailboxes.resetPassword(id);
        restart();
        assertThat(mailboxes.find(id).orElseThrow().proxy()).isEqualTo(RULES);
        assertThat(mailboxes.proxyAccess(id)).contains(new ProxyAccess(true, RULES));
        assertThat(mailboxes.find(id).orElseThrow().senders().tlsRequired()).isTrue();

        mailboxes.setProxy(id, ProxyRules.DEFAULT);
        restart();
        assertThat(mailboxes.find(id).orElseThrow().proxy()).isEqualTo(ProxyRules.DEFAULT);
    }

    @Test
    public void stateOfAnEarlierVersionShouldHaveWhatANewMailboxHas() throws Exception {
        assertThat(stored()).as("a mailbox without rules of its own").doesNotContain("proxy");
        mailboxes.setProxy(id, RULES);
        assertThat(stored()).contains("\"proxy\":{\"enabled\":true,\"targets\":[\"pop.example.com:995\"");

        String earlier = stored().replaceFirst(",\"proxy\":\\{[^}]*}", "");
        assertThat(earlier).doesNotContain("proxy").isNotEqualTo(stored());
        store.putMailbox(id, earlier.getBytes(UTF_8)).toCompletableFuture().join();
        restart();
        assertThat(mailboxes.find(id).orElseThrow().proxy()).isEqualTo(ProxyRules.DEFAULT);
    }

    @Test
    public void targetsThatCannotBeShouldBeRefusedInTheOperatorsWords() throws Exception {
        mailboxes.setProxy(id, RULES);

        assertRefused("'pop example' is neither a host name nor an IP address or network", "pop example");
        assertRefused("'' is neither a host name nor an IP address or network", "");
        assertRefused("'a.example:0' has a port that is not between 1 and 65535", "b.example", "a.example:0");
        assertRefused("'10.0.0.1/8' has bits set behind its prefix", "10.0.0.1/8");
        assertRefused("a target has at most 300 characters", "a".repeat(301));
        assertRefused(
                "a mailbox has at most 200 targets",
                Collections.nCopies(201, "a.example").toArray(String[]::new));

        assertThat(mailboxes.find(id).orElseThrow().proxy()).isEqualTo(RULES);
        assertThat(catchThrowableOfType(
                                MailboxException.class,
                                () -> mailboxes.setProxy(new MailboxId(1, 1), ProxyRules.DEFAULT))
                        .reason())
                .isEqualTo(Reason.NOT_FOUND);
    }

    @Test
    public void rulesThatTheStoreHasNoRoomForShouldBeRefused() throws Exception {
        List<String> names = IntStream.range(0, 200)
                .mapToObj(i -> ("a".repeat(60) + ".").repeat(4) + "x" + i)
                .toList();
        mailboxes.setSenders(id, new SenderRules(List.of(), false, names, false));

        assertInvalid(
                "the mailbox's rules are too long together: 65536 octets is the most that is kept of a mailbox",
                () -> mailboxes.setProxy(id, new ProxyRules(true, names, false, false, false)));
        assertThat(mailboxes.find(id).orElseThrow().proxy()).isEqualTo(ProxyRules.DEFAULT);
    }

    private void assertRefused(String line, String... targets) {
        assertInvalid(line, () -> mailboxes.setProxy(id, new ProxyRules(true, List.of(targets), false, false, false)));
    }

    private static void assertInvalid(String line, ThrowingCallable act) {
        MailboxException thrown = catchThrowableOfType(MailboxException.class, act);
        assertThat(thrown).hasMessage(line);
        assertThat(thrown.reason()).isEqualTo(Reason.INVALID);
    }

    private String stored() {
        return new String(store.mailboxStates().get(id), UTF_8);
    }
}
