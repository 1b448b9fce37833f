package org.letterlock.storage.log.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.storage.api.StoreMaintenance.LedgerHead;

public class LedgerHeadLogTest {

    private static final MailboxId ONE = new MailboxId(1, 1);
    private static final Duration DAY = Duration.ofHours(24);

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private final TestClock clock = new TestClock();

    private static List<String> heads(LogCapture log) {
        return log.lines().stream()
                .filter(line -> line.contains("org.letterlock.ledger"))
                .map(line -> line.substring(line.indexOf("ledger head")))
                .toList();
    }

    @Test
    public void headsShouldBeLoggedOnceInEachInterval() {
        LogState state = new LogState();
        state.restore(ONE, MailboxLog.UNKNOWN.advancedTo(3, new byte[32]));
        try (LogCapture log = new LogCapture()) {
            LedgerHeadLog heads = new LedgerHeadLog(state, clock, DAY);
            heads.logIfDue();
            assertThat(heads(log)).isEmpty();
            clock.advance(DAY);
            heads.logIfDue();
            heads.logIfDue();
            assertThat(heads(log))
                    .containsExactly("ledger head mailbox=" + ONE + " sequence=3 sha256=" + "00".repeat(32));
        }
    }

    @Test
    public void nothingShouldBeLoggedWithoutAnInterval() {
        LogState state = new LogState();
        state.restore(ONE, MailboxLog.UNKNOWN);
        try (LogCapture log = new LogCapture()) {
            LedgerHeadLog heads = new LedgerHeadLog(state, clock, Duration.ZERO);
            clock.advance(DAY);
            heads.logIfDue();
            assertThat(heads(log)).isEmpty();
        }
    }

    @Test
    public void linesShouldBeLimited() {
        LogState state = new LogState();
        for (int i = 0; i < LedgerHeadLog.MAX_LINES + 5; i++) {
            state.restore(new MailboxId(1, i), MailboxLog.UNKNOWN);
        }
        try (LogCapture log = new LogCapture()) {
            new LedgerHeadLog(state, clock, DAY).log();
            assertThat(log.lines())
                    .hasSize(LedgerHeadLog.MAX_LINES + 1)
                    .last()
                    .asString()
                    .contains("5 more");
        }
    }

    @Test
    public void storeShouldLogItsLastHeadsWhenItIsClosed() throws Exception {
        SegmentLogStore store = TestStore.open(temp.getRoot().toPath().resolve("data"));
        TestStore.know(store, ONE);
        TestStore.append(store, new byte[100], ONE).join();
        LedgerHead head = store.maintenance().ledgerHeads().get(0);
        try (LogCapture log = new LogCapture()) {
            store.close();
            assertThat(heads(log))
                    .containsExactly("ledger head mailbox=" + ONE + " sequence=1 sha256=" + head.sha256());
        }
    }
}
