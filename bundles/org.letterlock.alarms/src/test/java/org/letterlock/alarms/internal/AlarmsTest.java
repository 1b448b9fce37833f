package org.letterlock.alarms.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.AlarmTest;
import org.letterlock.admin.api.AlarmView;
import org.letterlock.admin.api.GatewayStatus;
import org.letterlock.admin.api.Problem;

public class AlarmsTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String ID = "mbx-00000000000000000000000000000001";
    private static final Problem AWAY = Problem.urgent("the store is not there");

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private final TestClock clock = new TestClock();
    private final FakeGateway gateway = new FakeGateway();
    private final FakeReceiver receiver = new FakeReceiver();
    private Alarms alarms;

    @Before
    public void start() {
        alarms = new Alarms(
                new Settings(temp.getRoot().toPath(), "gw.example", null, null, null, 0, 10), List.of(receiver), clock);
    }

    @Test
    public void problemThatLastsShouldBeToldOnceAndItsEndOnce() {
        gateway.problems.add(AWAY);
        look(Duration.ZERO);
        look(Duration.ofSeconds(59));
        assertThat(receiver.taken).isEmpty();
        assertThat(alarms.alarms()).isEmpty();
        look(Duration.ofSeconds(1));
        look(MINUTE);
        assertThat(receiver.taken).containsExactly("RAISED the store is not there");
        assertThat(alarms.alarms())
                .extracting(AlarmView::kind, AlarmView::severity, AlarmView::since, AlarmView::cleared)
                .containsExactly(tuple("problem", "critical", Instant.parse("2026-01-31T09:15:02Z"), null));

        gateway.problems.clear();
        look(MINUTE);
        look(MINUTE);
        look(MINUTE);
        assertThat(receiver.taken).containsExactly("RAISED the store is not there", "CLEARED the store is not there");
        assertThat(alarms.alarms()).extracting(AlarmView::cleared).doesNotContainNull();
    }

    @Test
    public void momentShouldNeitherRaiseNorClear() {
        gateway.problems.add(AWAY);
        look(Duration.ZERO);
        gateway.problems.clear();
        look(Duration.ofSeconds(30));
        gateway.problems.add(AWAY);
        look(Duration.ofSeconds(40));
        assertThat(receiver.taken).isEmpty();
        look(MINUTE);
        assertThat(receiver.taken).hasSize(1);
        gateway.problems.clear();
        look(Duration.ofSeconds(30));
        gateway.problems.add(AWAY);
        look(Duration.ofSeconds(40));
        gateway.problems.clear();
        look(Duration.ofSeconds(40));
        assertThat(receiver.taken).hasSize(1);
    }

    @Test
    public void restartShouldTellNothingTwiceAndLoseNothing() throws Exception {
        gateway.problems.add(AWAY);
        receiver.away = true;
        look(Duration.ZERO);
        look(MINUTE);
        assertThat(receiver.tries).isEqualTo(1);
        start();
        receiver.away = false;
        look(MINUTE);
        assertThat(receiver.taken).containsExactly("RAISED the store is not there");
        start();
        look(MINUTE);
        assertThat(receiver.taken).hasSize(1);
        gateway.problems.clear();
        look(MINUTE);
        start();
        look(MINUTE);
        look(MINUTE);
        start();
        look(MINUTE);
        assertThat(receiver.taken).containsExactly("RAISED the store is not there", "CLEARED the store is not there");
        Path file = temp.getRoot().toPath().resolve("admin/alarms.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    public void receiverThatIsAwayShouldBeAProblemAndAskedLessAndLess() {
        gateway.problems.add(AWAY);
        receiver.away = true;
        look(Duration.ZERO);
        look(MINUTE);
        assertThat(alarms.problems())
                .extracting(Problem::line)
                .containsExactly("alarms are not taken by the mail receiver: connection refused");
        int[] triesAfter = {0, 0, 0, 0};
        for (int i = 0; i < triesAfter.length; i++) {
            for (int minute = 0; minute < 15; minute++) {
                look(MINUTE);
            }
            triesAfter[i] = receiver.tries;
        }
        assertThat(triesAfter[0]).isBetween(5, 6);
        assertThat(triesAfter[3] - triesAfter[1]).isLessThanOrEqualTo(2);
        receiver.away = false;
        look(Duration.ofHours(1));
        assertThat(receiver.taken).hasSize(1);
        assertThat(alarms.problems()).isEmpty();
    }

    @Test
    public void whatIsNotUrgentShouldRaiseNothing() {
        gateway.problems.add(Problem.notUrgent("the gateway is drained"));
        look(Duration.ZERO);
        look(MINUTE);
        assertThat(receiver.taken).isEmpty();
    }

    @Test
    public void certificateShouldBeToldAtEachBorder() {
        for (long days : new long[] {22, 21, 20, 8, 6, 2, 0}) {
            gateway.certificate = FakeGateway.certificate(days);
            look(MINUTE);
            look(MINUTE);
        }
        assertThat(receiver.taken)
                .hasSize(3)
                .allMatch(text -> text.startsWith("RAISED the certificate of the mail ports (mail.example.org)"))
                .anyMatch(text -> text.endsWith("in less than 21 days"))
                .anyMatch(text -> text.endsWith("in less than 7 days"))
                .anyMatch(text -> text.endsWith("in less than 1 day"));
        receiver.taken.clear();
        // Nobody knows while there is none.
        gateway.certificate = null;
        look(MINUTE);
        look(Duration.ofHours(1));
        assertThat(receiver.taken).isEmpty();
        gateway.certificate = FakeGateway.certificate(90);
        look(MINUTE);
        look(MINUTE);
        assertThat(receiver.taken).hasSize(3).allMatch(text -> text.startsWith("CLEARED "));
    }

    @Test
    public void diskShouldBeToldBeforeItIsFull() {
        gateway.store = FakeGateway.store(10);
        look(MINUTE);
        look(MINUTE);
        assertThat(receiver.taken).isEmpty();
        gateway.store = FakeGateway.store(9);
        look(MINUTE);
        look(MINUTE);
        assertThat(receiver.taken)
                .containsExactly("RAISED the disk of the data folder has 9 octets free; below 5 no mail is taken");
    }

    @Test
    public void mailsForAnUnknownIdShouldBeToldUntilADayWithoutThem() {
        gateway.refusals.add(new GatewayStatus.Refusal("somebody@else", "unknown", 99, clock.now, "192.0.2.9"));
        gateway.refusals.add(new GatewayStatus.Refusal(ID, "address", 99, clock.now, "192.0.2.9"));
        gateway.refusals.add(new GatewayStatus.Refusal(ID, "unknown", 9, clock.now, "192.0.2.9"));
        look(MINUTE);
        assertThat(receiver.taken).isEmpty();
        gateway.refusals.add(new GatewayStatus.Refusal(ID, "unknown", 10, clock.now, "192.0.2.9"));
        look(MINUTE);
        assertThat(receiver.taken)
                .containsExactly("RAISED mails for " + ID
                        + " are refused, since there is no such mailbox: 10 times, last from 192.0.2.9");
        assertThat(alarms.alarms()).extracting(AlarmView::mailbox).containsExactly(ID);
        gateway.refusals.clear();
        look(Duration.ofHours(12));
        look(Duration.ofHours(23));
        assertThat(receiver.taken).hasSize(1);
        look(Duration.ofHours(1));
        assertThat(receiver.taken).hasSize(2);
    }

    @Test
    public void damageShouldNotBeClearedByARestart() {
        gateway.problems.add(new Problem("damaged mails of " + ID, "mailbox " + ID + ": 3 damaged mails", true));
        look(Duration.ZERO);
        look(MINUTE);
        assertThat(alarms.alarms())
                .extracting(AlarmView::kind, AlarmView::mailbox)
                .containsExactly(tuple("damage", ID));
        gateway.problems.clear();
        start();
        look(MINUTE);
        look(Duration.ofHours(23));
        assertThat(receiver.taken).hasSize(1);
    }

    @Test
    public void pastShouldBeKeptForAWeekAndWithinBounds() {
        receiver.away = true;
        for (int i = 0; i < 1_100; i++) {
            gateway.problems.add(Problem.urgent("problem " + i));
        }
        look(Duration.ZERO);
        look(MINUTE);
        assertThat(alarms.alarms()).hasSize(1_000);
        gateway.problems.clear();
        look(MINUTE);
        look(MINUTE);
        assertThat(alarms.alarms()).hasSize(1_000).allMatch(alarm -> alarm.cleared() != null);
        look(Duration.ofDays(8));
        assertThat(alarms.alarms()).isEmpty();
    }

    @Test
    public void testShouldSayHowItWent() throws Exception {
        assertThat(alarms.testAlarms()).containsExactly(new AlarmTest("mail", null));
        assertThat(receiver.taken).containsExactly("TEST this is a test, nothing is wrong");
        receiver.away = true;
        assertThat(alarms.testAlarms()).containsExactly(new AlarmTest("mail", "connection refused"));
        Alarms nobody = new Alarms(
                new Settings(temp.getRoot().toPath(), "gw.example", null, null, null, 0, 10), List.of(), clock);
        assertThatThrownBy(nobody::testAlarms)
                .isInstanceOf(AdminException.class)
                .hasMessageContaining("no receiver is configured");
    }

    @Test
    public void textShouldBeOneVisibleLine() {
        gateway.problems.add(Problem.urgent("a\r\nBcc: all@example.org\u202e" + "x".repeat(600)));
        look(Duration.ZERO);
        look(MINUTE);
        assertThat(receiver.taken)
                .singleElement()
                .asString()
                .startsWith("RAISED a??Bcc: all@example.org?xx")
                .hasSize(510);
    }

    private void look(Duration after) {
        clock.pass(after);
        alarms.look(gateway.admin());
        alarms.send();
    }
}
