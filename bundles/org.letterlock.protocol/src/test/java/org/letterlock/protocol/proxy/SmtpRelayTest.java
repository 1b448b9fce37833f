package org.letterlock.protocol.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.Test;
import org.letterlock.testkit.dialogue.DialogueRunner;
import org.letterlock.testkit.dialogue.DialogueScript;

public class SmtpRelayTest {

    private static final String BODY = "Subject: x\r\n\r\n" + ".dots\r\n..\r\nline of text\r\n".repeat(8);
    private static final String STUFFED = BODY.replace("\r\n.", "\r\n..");
    private static final List<String> SESSION = List.of(
            "MAIL FROM:<a@b.example> BODY=8BITMIME\r\n",
            "RCPT TO:<c@d.example>\r\n",
            "RCPT TO:<e@d.example>\r\n",
            "DATA\r\n",
            STUFFED + ".\r\n");
    /** The same from a client that pipelines. */
    private static final List<String> PIPELINED =
            List.of(String.join("", SESSION.subList(0, 3)), SESSION.get(3), SESSION.get(4));

    private static final String POOR = "250-x\r\n250 SIZE 5000\r\n";

    @Test
    public void clientShouldBeAnsweredAsTheScriptsSay() {
        for (DialogueScript script : DialogueScript.all(SmtpRelayTest.class, "relay")) {
            CopyPolicy policy = script.name().contains("open") ? CopyPolicy.FAIL_OPEN : CopyPolicy.FAIL_CLOSED;
            String ehlo = script.name().contains("poor") ? "250 up.example\r\n" : RelayWorld.ALL;
            DialogueRunner.run(script, () -> new RelaySubject(new RelayWorld(policy, ehlo, 1000)));
        }
    }

    /** What holds, whoever died when. */
    private static void check(String when, RelayWorld world, boolean clientAlive, boolean serverAlive) {
        List<String> events = world.events;
        boolean delivered = events.contains("dot");
        List<String> outcomes = events.stream()
                .filter(event -> event.matches("(SENT|REJECTED|UNCERTAIN).*"))
                .toList();
        if (delivered) {
            // Only a mail with a durable copy goes, and its outcome is told.
            assertThat(events.indexOf("pending")).as(when).isBetween(0, events.indexOf("dot"));
            assertThat(outcomes).as(when).hasSize(1);
            assertThat(events).as(when).doesNotContain("drop");
            assertThat(world.server.mails).as(when).containsExactly(BODY);
            assertThat(world.copy).as(when).hasToString(BODY);
        } else {
            // The end may have been written without arriving; else nothing is kept.
            assertThat(outcomes).as(when).isSubsetOf("UNCERTAIN");
            boolean begun = events.contains("begin");
            assertThat(events.contains("drop")).as(when).isEqualTo(begun && outcomes.isEmpty());
            assertThat(events.stream().filter("drop"::equals).count()).as(when).isLessThanOrEqualTo(1);
            assertThat(world.said.toString()).as(when).doesNotContain("queued");
        }
        if (!serverAlive && clientAlive) {
            assertThat(world.clientClosed).as(when).isTrue();
            assertThat(lastLine(world)).as(when).startsWith("421 4.4.2 ");
        }
        if (!serverAlive || !clientAlive) {
            assertThat(world.upstreamDone).as(when).isTrue();
        }
        assertThat(world.relay.next()).as(when).isSameAs(SmtpRelayAction.WAIT);
    }

    private static String lastLine(RelayWorld world) {
        String[] lines = world.said.toString().split("\r\n", -1);
        return lines[lines.length - 2];
    }

    @Test
    public void nothingShouldBeHalfKeptWhereverTheClientDies() {
        String all = String.join("", SESSION);
        int body = all.indexOf("DATA\r\n") + 6;
        for (int piece : new int[] {1, 7, 1000}) {
            for (int at = 0; at <= all.length(); at += step(at, body, all.length())) {
                RelayWorld world = new RelayWorld(CopyPolicy.FAIL_CLOSED, RelayWorld.ALL, piece);
                world.send(all.substring(0, at));
                world.clientDies();
                String when = "client, octet " + at + ", pieces of " + piece;
                check(when, world, false, true);
                assertThat(world.events.contains("dot")).as(when).isEqualTo(at == all.length());
            }
        }
    }

    @Test
    public void nothingShouldBeHalfKeptWhereverTheServerDiesReading() {
        String all = serverReads();
        int body = all.indexOf("DATA\r\n") + 6;
        for (int piece : new int[] {1, 7, 1000}) {
            for (int at = 0; at <= all.length(); at += step(at, body, all.length())) {
                RelayWorld world = new RelayWorld(CopyPolicy.FAIL_CLOSED, RelayWorld.ALL, piece);
                world.serverDies(at, Integer.MAX_VALUE);
                String when = "server, reads " + at + ", pieces of " + piece;
                PIPELINED.forEach(world::send);
                world.settle();
                check(when, world, true, false);
                if (at > body && at < all.length()) {
                    assertThat(world.said.toString()).as(when).contains("\r\n451 4.4.2 ");
                }
            }
        }
    }

    @Test
    public void nothingShouldBeHalfKeptWhereverTheServerDiesReplying() {
        RelayWorld whole = new RelayWorld(CopyPolicy.FAIL_CLOSED, RelayWorld.ALL, 1000);
        PIPELINED.forEach(whole::send);
        // The same replies, with no more than an enhanced code added.
        int octets = whole.said.length();
        for (int piece : new int[] {1, 7, 1000}) {
            for (int at = 0; at <= octets; at++) {
                RelayWorld world = new RelayWorld(CopyPolicy.FAIL_CLOSED, RelayWorld.ALL, piece);
                world.serverDies(Integer.MAX_VALUE, at);
                String when = "server, says " + at + ", pieces of " + piece;
                PIPELINED.forEach(world::send);
                world.settle();
                check(when, world, true, false);
                if (world.events.contains("dot")) {
                    assertThat(world.events.contains("UNCERTAIN")).as(when).isEqualTo(at < octets);
                    assertThat(world.said.toString().contains("queued"))
                            .as(when)
                            .isEqualTo(at == octets);
                }
            }
        }
    }

    @Test
    public void nothingShouldBeHalfKeptWhoeverDiesWhileTheServerThinks() {
        nothingShouldBeHalfKeptWhoeverDiesWhileTheServerThinks(SESSION);
        nothingShouldBeHalfKeptWhoeverDiesWhileTheServerThinks(PIPELINED);
    }

    private static void nothingShouldBeHalfKeptWhoeverDiesWhileTheServerThinks(List<String> session) {
        for (int silentFrom = 0; silentFrom < session.size(); silentFrom++) {
            for (boolean client : new boolean[] {true, false}) {
                RelayWorld world = new RelayWorld(CopyPolicy.FAIL_CLOSED, RelayWorld.ALL, 1000);
                session.subList(0, silentFrom).forEach(world::send);
                world.server.silent(true);
                world.send(session.get(silentFrom));
                assertThat(world.relay.wantsClient()).isFalse();
                String when = "client " + client + " at command " + silentFrom;
                if (client) {
                    world.clientDies();
                    world.server.silent(false);
                    world.settle();
                    if (silentFrom == session.size() - 1) {
                        // It has gone without its answer, but the copy tells.
                        assertThat(world.events)
                                .as(when)
                                .containsExactly("begin", "pending", "dot", "SENT 250 2.0.0 queued as 1", "close");
                    }
                } else {
                    world.serverDies();
                }
                check(when, world, !client, client);
            }
        }
    }

    @Test
    public void nothingShouldBeHalfKeptWhoeverDiesWhileTheCopyIsAskedFor() {
        for (boolean begin : new boolean[] {true, false}) {
            for (boolean client : new boolean[] {true, false}) {
                for (boolean done : new boolean[] {true, false}) {
                    for (CopyPolicy policy : CopyPolicy.values()) {
                        RelayWorld world = new RelayWorld(policy, RelayWorld.ALL, 1000);
                        world.copies(begin ? null : Boolean.TRUE, null);
                        SESSION.forEach(world::send);
                        assertThat(world.isAsked()).isTrue();
                        if (client) {
                            world.clientDies();
                        } else {
                            world.serverDies();
                        }
                        assertThat(world.events).doesNotContain("drop");
                        world.answer(done);
                        String when = "begin " + begin + " client " + client + " done " + done;
                        assertThat(world.events.contains("drop")).as(when).isEqualTo(done);
                        assertThat(world.events).as(when).doesNotContain("dot").contains("abort");
                        assertThat(world.server.mails).as(when).isEmpty();
                        if (!client) {
                            assertThat(world.said.toString()).as(when).contains(begin ? "421 4.4.2 " : "451 4.4.2 ");
                            assertThat(lastLine(world)).as(when).startsWith("421 4.4.2 ");
                        }
                        assertThat(world.relay.next()).isSameAs(SmtpRelayAction.WAIT);
                    }
                }
            }
        }
    }

    @Test
    public void clientShouldBeAnsweredWhenTheServerSpeaksBetweenCommands() {
        for (int commands = 0; commands < 3; commands++) {
            for (String part : List.of("250-x\r\n", "421 4.3.2 ", "2")) {
                RelayWorld world = new RelayWorld(CopyPolicy.FAIL_CLOSED, RelayWorld.ALL, 1000);
                SESSION.subList(0, commands).forEach(world::send);
                world.server.say(part);
                world.settle();
                world.said.setLength(0);
                world.send(SESSION.get(commands));
                assertThat(world.said.toString()).as(commands + part).startsWith("421 ");
                assertThat(world.events).doesNotContain("dot");
            }
        }
    }

    @Test
    public void outcomeShouldBeToldBeforeTheClientHearsOfIt() {
        RelayWorld world = new RelayWorld(CopyPolicy.FAIL_CLOSED, RelayWorld.ALL, 1000);
        SESSION.subList(0, 4).forEach(world::send);
        world.server.silent(true);
        world.send(SESSION.get(4));
        world.relay.receiveFromUpstream(RelayWorld.octets("250 2.0.0 queued as 1\r\n"));
        assertThat(world.relay.next()).isInstanceOf(SmtpRelayAction.Outcome.class);
        assertThat(world.relay.next()).isInstanceOf(SmtpRelayAction.WriteClient.class);
    }

    @Test
    public void endShouldNotBeWrittenBeforeTheCopyIsDurable() {
        RelayWorld world = new RelayWorld(CopyPolicy.FAIL_CLOSED, RelayWorld.ALL, 1000);
        world.copies(true, null);
        SESSION.forEach(world::send);
        assertThat(world.server.mails).isEmpty();
        assertThat(world.server.unfinished()).isEqualTo(BODY);
        world.relay.tick(0);
        world.relay.tick(TimeUnit.HOURS.toNanos(1));
        world.settle();
        assertThat(world.events).containsExactly("begin");
        world.answer(true);
        assertThat(world.events).containsExactly("begin", "pending", "dot", "SENT 250 2.0.0 queued as 1");
    }

    @Test
    public void recipientsShouldBeSentWithoutWaitingWhereBothSidesPipeline() {
        RelayWorld world = new RelayWorld(CopyPolicy.FAIL_CLOSED, RelayWorld.ALL, 1000);
        world.server.replies("RCPT", "550 5.1.1 nobody");
        world.server.silent(true);
        world.send(String.join("", SESSION.subList(0, 4)));
        // Never DATA before it is known who gets the mail.
        assertThat(world.server.commands)
                .containsExactly(
                        "MAIL FROM:<a@b.example> BODY=8BITMIME", "RCPT TO:<c@d.example>", "RCPT TO:<e@d.example>");
        assertThat(world.said).isEmpty();
        world.server.silent(false);
        world.settle();
        assertThat(world.said.toString())
                .isEqualTo("250 2.1.0 ok MAIL\r\n550 5.1.1 nobody\r\n250 2.1.0 ok RCPT\r\n354 go on\r\n");
        world.send(SESSION.get(4));
        assertThat(world.events).containsExactly("begin", "pending", "dot", "SENT 250 2.0.0 queued as 1");

        RelayWorld poor = new RelayWorld(CopyPolicy.FAIL_CLOSED, POOR, 1000);
        poor.server.silent(true);
        poor.send(String.join("", SESSION.subList(1, 4)).replaceFirst("^", "MAIL FROM:<>\r\n"));
        assertThat(poor.server.commands).containsExactly("MAIL FROM:<>");
    }

    @Test
    public void repliesToRecipientsShouldGoWithTheirSenderWhenThatIsRefused() {
        RelayWorld world = new RelayWorld(CopyPolicy.FAIL_CLOSED, RelayWorld.ALL, 1000);
        world.server.replies("MAIL", "550 5.7.1 not you");
        world.server.replies("RCPT", "503 5.5.1 no sender");
        world.send(PIPELINED.get(0));
        assertThat(world.said.toString())
                .startsWith("550 5.7.1 not you\r\n503 ")
                .doesNotContain("ok RCPT");
        world.said.setLength(0);
        PIPELINED.forEach(world::send);
        assertThat(world.said.toString())
                .isEqualTo(String.join(
                        "\r\n",
                        "250 2.1.0 ok MAIL",
                        "250 2.1.0 ok RCPT",
                        "250 2.1.0 ok RCPT",
                        "354 go on",
                        "250 2.0.0 queued as 1",
                        ""));
        assertThat(world.server.mails).containsExactly(BODY);
    }

    @Test
    public void recipientsShouldNotBeSentBeyondTheLimit() {
        RelayWorld world = new RelayWorld(CopyPolicy.FAIL_CLOSED, RelayWorld.ALL, 10_000);
        world.send("MAIL FROM:<>\r\n" + "RCPT TO:<c@d.example>\r\n".repeat(102) + "NOOP\r\n");
        assertThat(world.server.commands).hasSize(101);
        assertThat(world.said.toString().split("\r\n"))
                .hasSize(104)
                .endsWith("452 4.5.3 Too many recipients", "452 4.5.3 Too many recipients", "250 2.0.0 Ok");
    }

    @Test
    public void temporaryAndPermanentRefusalsShouldBeTheServersAndKeepTheSession() {
        for (String verb : List.of("MAIL", "RCPT", "DATA", ".")) {
            for (String reply : List.of("450 4.2.0 later", "550 5.1.1 never", "550-a\r\n550 b")) {
                RelayWorld world = new RelayWorld(CopyPolicy.FAIL_CLOSED, RelayWorld.ALL, 1000);
                world.server.replies(verb, reply);
                SESSION.stream().limit(verb.equals(".") ? 5 : 4).forEach(world::send);
                String expected = reply.contains(" b") ? "550-5.0.0 a\r\n550 5.0.0 b\r\n" : reply + "\r\n";
                assertThat(world.said.toString()).as(verb).contains(expected);
                assertThat(world.events.contains("REJECTED " + reply)).as(verb).isEqualTo(verb.equals("."));
                assertThat(world.events.contains("drop")).as(verb).isEqualTo(verb.equals("DATA"));
                world.send("NOOP\r\n");
                if (verb.equals(".") || verb.equals("DATA")) {
                    assertThat(lastLine(world)).isEqualTo("250 2.0.0 Ok");
                    assertThat(world.clientClosed).isFalse();
                }
            }
        }
    }

    @Test
    public void largeMailShouldPassInPartsThatAreWrittenOneByOne() {
        RelayWorld world = new RelayWorld(CopyPolicy.FAIL_CLOSED, POOR, 10_000);
        String line = "0123456789".repeat(8) + "\r\n";
        List.of("MAIL FROM:<>\r\n", "RCPT TO:<c@d.example>\r\n", "DATA\r\n").forEach(world::send);
        for (int i = 0; i < 40; i++) {
            world.relay.receiveFromClient(RelayWorld.octets(line));
            assertThat(world.relay.next()).isInstanceOf(SmtpRelayAction.Body.class);
            assertThat(world.relay.next()).isInstanceOf(SmtpRelayAction.WriteUpstream.class);
            // The caller does not come back: the server does not take it. The client is not to blame.
            assertThat(world.relay.wantsClient()).isFalse();
            world.relay.keepClient();
            assertThat(world.relay.next()).isSameAs(SmtpRelayAction.WAIT);
            assertThat(world.relay.wantsClient()).isTrue();
        }
    }

    @Test
    public void mailShouldTimeOutAtTheServerWhenItDoesNotTakeIt() {
        RelayWorld world = new RelayWorld(CopyPolicy.FAIL_CLOSED, RelayWorld.ALL, 1000);
        SESSION.subList(0, 4).forEach(world::send);
        world.relay.receiveFromClient(RelayWorld.octets("x\r\n"));
        assertThat(world.relay.next()).isInstanceOf(SmtpRelayAction.Body.class);
        assertThat(world.relay.next()).isInstanceOf(SmtpRelayAction.WriteUpstream.class);
        world.relay.keepClient();
        world.relay.tick(0);
        world.relay.tick(TimeUnit.SECONDS.toNanos(180));
        world.settle();
        world.send(".\r\n");
        assertThat(world.events).containsExactly("begin", "drop", "abort", "closed");
        assertThat(world.said.toString())
                .contains("451 4.4.2 Server behind: time-out while sending the mail\r\n421 4.4.2 ");
    }

    @Test
    public void answerShouldBeABugWhenNothingWasAsked() {
        RelayWorld world = new RelayWorld(CopyPolicy.FAIL_CLOSED, RelayWorld.ALL, 1000);
        assertThatThrownBy(() -> world.relay.answer(true)).isInstanceOf(IllegalStateException.class);
    }

    private static String serverReads() {
        RelayWorld world = new RelayWorld(CopyPolicy.FAIL_CLOSED, RelayWorld.ALL, 1000);
        SESSION.forEach(world::send);
        return String.join("\r\n", world.server.commands) + "\r\n" + STUFFED + ".\r\n";
    }

    /** Each octet of the commands and of the end, every tenth of the mail. */
    private static int step(int at, int body, int end) {
        return at > body + 20 && at < end - 20 ? 10 : 1;
    }
}
