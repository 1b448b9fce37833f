package org.letterlock.protocol.pop3;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.Test;
import org.letterlock.protocol.pop3.Pop3RelayAction.Reason;
import org.letterlock.protocol.proxy.CopyPolicy;

public class Pop3RelayTest {

    private static final String ONE = "Subject: one\r\n\r\n.first\r\n..\r\n.\r\nlast\r\n";
    private static final String TWO = "Subject: two\r\n\r\n1\r\n2\r\n3\r\n";
    private static final String THREE = "Subject: three\r\n\r\nbare \n cr \r x\r\n";
    private static final List<String> MAILS = List.of(ONE, TWO, THREE);
    private static final String STUFFED_ONE = "Subject: one\r\n\r\n..first\r\n...\r\n..\r\nlast\r\n";

    private RelayWorld world = new RelayWorld(MAILS, false);

    @Test
    public void mailShouldPassUnchangedAndBeKeptBeforeItsReplyEnds() {
        world.holdsQuestions = true;
        assertThat(world.say("RETR 1\r\n")).isEmpty();
        assertThat(world.toUpstream).isEmpty();
        world.answer();
        assertThat(world.toClient).asString().isEqualTo("+OK " + ONE.length() + " octets\r\n" + STUFFED_ONE + ".\r\n");
        assertThat(world.kept).containsExactly(ONE);
        assertThat(world.say("RETR 3\r\n")).endsWith(THREE + ".\r\n");
        assertThat(world.kept).containsExactly(ONE, THREE);
    }

    @Test
    public void replyShouldNotEndBeforeTheCopyIsKept() {
        world.say("NOOP\r\n");
        world.failsToKeep = true;
        String got = world.say("RETR 1\r\n");
        assertThat(got).endsWith("last\r\n");
        assertThat(world.end).isEqualTo(new Pop3RelayAction.End(Reason.NOT_KEPT, true));
        assertThat(world.kept).isEmpty();
    }

    @Test
    public void mailShouldNotBeFetchedWhenNoCopyCanBeMade() {
        world.failsToBegin = true;
        assertThat(world.say("RETR 1\r\n")).startsWith("-ERR [SYS/TEMP] ");
        assertThat(world.toUpstream).isEmpty();
        world.failsToBegin = false;
        assertThat(world.say("RETR 1\r\n")).startsWith("+OK ").endsWith("\r\n.\r\n");
    }

    @Test
    public void mailShouldPassWithoutACopyWhereThatIsThePolicy() {
        world = new RelayWorld(MAILS, true);
        world.failsToBegin = true;
        assertThat(world.say("RETR 1\r\n")).endsWith("last\r\n.\r\n");
        world.failsToBegin = false;
        world.failsToKeep = true;
        assertThat(world.say("RETR 1\r\nDELE 2\r\nQUIT\r\n"))
                .contains("last\r\n.\r\n")
                .endsWith("+OK Bye\r\n");
        assertThat(world.kept).isEmpty();
        assertThat(world.deletedUpstream).containsExactly(1);
        assertThat(world.uncopied).containsExactly((long) ONE.length(), (long) ONE.length(), (long) TWO.length());
    }

    @Test
    public void nothingShouldBeFetchedForItselfWhereNoCopiesAreMade() {
        world = new RelayWorld(MAILS, CopyPolicy.NO_COPIES);
        world.failsToBegin = true;
        String said = "RETR 1\r\nTOP 2 0\r\nTOP 2 999\r\nDELE 3\r\nQUIT\r\n";
        assertThat(world.say(said)).endsWith("+OK Bye\r\n");
        assertThat(world.toUpstream).asString().isEqualTo(said);
        assertThat(world.deletedUpstream).containsExactly(2);
        assertThat(world.uncopied).containsExactly((long) ONE.length(), (long) TWO.length());
    }

    @Test
    public void topShouldBeKeptWhenItIsTheWholeMail() {
        assertThat(world.say("TOP 2 2\r\n")).endsWith("\r\n1\r\n2\r\n.\r\n");
        assertThat(world.say("TOP 2 0\r\n")).endsWith("two\r\n\r\n.\r\n");
        assertThat(world.kept).isEmpty();
        assertThat(world.dropped).isEqualTo(1);
        assertThat(world.say("TOP 2 3\r\n")).endsWith("\r\n1\r\n2\r\n3\r\n.\r\n");
        assertThat(world.kept).containsExactly(TWO);
        assertThat(world.say("TOP 1 999999\r\n")).endsWith(STUFFED_ONE + ".\r\n");
        assertThat(world.kept).containsExactly(TWO, ONE);
        // A server may send less than asked for, and count otherwise: what is deleted is fetched as a whole first.
        assertThat(world.say("DELE 1\r\n")).startsWith("+OK");
        assertThat(world.toUpstream).asString().doesNotContain("DELE 1");
        assertThat(world.say("QUIT\r\n")).isEqualTo("+OK Bye\r\n");
        assertThat(world.toUpstream).asString().endsWith("RETR 1\r\nDELE 1\r\nQUIT\r\n");
    }

    @Test
    public void mailThatIsKeptShouldBeDeletedAtOnceAndAnyOtherAfterItIsKept() {
        world.say("RETR 2\r\n");
        assertThat(world.say("DELE 2\r\n")).startsWith("+OK");
        assertThat(world.toUpstream).asString().contains("DELE 2\r\n");
        assertThat(world.say("DELE 1\r\n")).startsWith("+OK");
        assertThat(world.toUpstream).asString().doesNotContain("DELE 1\r\n");

        assertThat(world.say("STAT\r\n")).isEqualTo("+OK 1 " + THREE.length() + "\r\n");
        assertThat(world.say("LIST\r\n"))
                .endsWith("\r\n3 " + THREE.length() + "\r\n.\r\n")
                .doesNotContain("\r\n1 ");
        assertThat(world.say("UIDL\r\n")).endsWith("\r\n3 uid2\r\n.\r\n").doesNotContain("\r\n1 ");
        for (String command : List.of("LIST 1", "UIDL 01", "RETR 1", "TOP 1 5", "DELE 1", "DELE 4", "RETR 9")) {
            assertThat(world.say(command + "\r\n")).startsWith("-ERR ");
        }
        assertThat(world.kept).containsExactly(TWO);

        assertThat(world.say("QUIT\r\n")).isEqualTo("+OK Bye\r\n");
        assertThat(world.kept).containsExactly(TWO, ONE);
        assertThat(world.deletedUpstream).containsExactly(0, 1);
        assertThat(world.end).isEqualTo(new Pop3RelayAction.End(Reason.QUIT, false));
    }

    @Test
    public void mailThatCannotBeKeptShouldNotBeDeleted() {
        world.say("RETR 2\r\nDELE 2\r\nDELE 1\r\nDELE 3\r\n");
        world.failsToKeep = true;
        assertThat(world.say("QUIT\r\n")).startsWith("-ERR [SYS/TEMP] 2 messages");
        assertThat(world.deletedUpstream).containsExactly(1);

        world = new RelayWorld(MAILS, false);
        world.say("DELE 1\r\n");
        world.failsToBegin = true;
        assertThat(world.say("QUIT\r\n")).startsWith("-ERR [SYS/TEMP] 1 messages");
        assertThat(world.deletedUpstream).isEmpty();
    }

    @Test
    public void resetShouldBringBackWhatWasDeleted() {
        world.say("DELE 1\r\n");
        assertThat(world.say("RSET\r\n")).startsWith("+OK");
        assertThat(world.say("STAT\r\n")).startsWith("+OK 3 ");
        world.say("QUIT\r\n");
        assertThat(world.deletedUpstream).isEmpty();
        assertThat(world.kept).isEmpty();
    }

    @Test
    public void deletionShouldGoOnWhenTheClientHasGoneAfterQuit() {
        world.say("DELE 1\r\n");
        world.holdsQuestions = true;
        assertThat(world.say("QUIT\r\n")).isEmpty();
        world.clientDies();
        assertThat(world.end).isNull();
        world.answer();
        assertThat(world.kept).containsExactly(ONE);
        assertThat(world.deletedUpstream).containsExactly(0);
    }

    @Test
    public void nothingShouldBeDeletedWhenTheClientHasGoneWithoutQuit() {
        world.say("RETR 1\r\nDELE 1\r\nDELE 2\r\n");
        world.clientDies();
        assertThat(world.end).isEqualTo(new Pop3RelayAction.End(Reason.CLIENT_GONE, false));
        assertThat(world.toUpstream).asString().doesNotContain("QUIT");
        assertThat(world.kept).containsExactly(ONE);
    }

    @Test
    public void quitThatCameBeforeTheClientWentShouldCount() {
        world.holdsQuestions = true;
        world.say("RETR 1\r\nDELE 1\r\nQUIT\r\n");
        world.answer();
        assertThat(world.deletedUpstream).containsExactly(0);

        world = new RelayWorld(MAILS, false);
        world.holdsQuestions = true;
        world.say("RETR 1\r\nQUIT\r\n");
        world.clientDies();
        world.answer();
        assertThat(world.end).isEqualTo(new Pop3RelayAction.End(Reason.CLIENT_GONE, false));
    }

    @Test
    public void commandsShouldPassByAListOnly() {
        assertThat(world.say("CAPA\r\n"))
                .startsWith("+OK ")
                .contains("\r\nPIPELINING\r\n", "\r\nTOP\r\n", "\r\nUIDL\r\n")
                .doesNotContain("SASL", "USER", "UTF8", "STLS")
                .endsWith("\r\n.\r\n");
        for (String command : List.of(
                "USER x",
                "AUTH PLAIN",
                "STLS",
                "UTF8",
                "RETR",
                "RETR x",
                "RETR 0",
                "TOP 1",
                "LIST 1\rDELE 1",
                "RETR 99999999999")) {
            assertThat(world.say(command + "\r\n")).startsWith("-ERR ");
        }
        assertThat(world.toUpstream).asString().isEqualTo("CAPA\r\n");
        assertThat(world.say("XTND XMIT\r\n")).startsWith("-ERR ");
        world.say("X\r\nX\r\n");
        assertThat(world.end).isEqualTo(new Pop3RelayAction.End(Reason.CLIENT_PROTOCOL, false));
    }

    @Test
    public void lineShouldNotGrowWithoutEnd() {
        world.say("RETR 1" + "1".repeat(9_000));
        assertThat(world.toClient).asString().startsWith("-ERR ");
        assertThat(Objects.requireNonNull(world.end).reason()).isEqualTo(Reason.CLIENT_PROTOCOL);

        world = new RelayWorld(MAILS, false);
        world.upstreamDiesAfter = 0;
        world.relay.fromClient(ByteBuffer.wrap("NOOP\r\n".getBytes(US_ASCII)));
        world.relay.next();
        world.blurt("+OK " + "x".repeat(9_000));
        assertThat(Objects.requireNonNull(world.end).reason()).isEqualTo(Reason.UPSTREAM_PROTOCOL);
        assertThat(world.toClient).asString().startsWith("-ERR [SYS/TEMP] ");
    }

    @Test
    public void serverThatSpeaksUnaskedShouldEndTheSession() {
        world.blurt("+OK surprise\r\n");
        assertThat(world.end).isEqualTo(new Pop3RelayAction.End(Reason.UPSTREAM_PROTOCOL, false));
        assertThat(world.toClient).isEmpty();
    }

    @Test
    public void silenceShouldEndTheSession() {
        world.relay.tick(0);
        world.relay.tick(Duration.ofMinutes(10).toNanos() - 1);
        world.pump();
        assertThat(world.end).isNull();
        world.relay.tick(Duration.ofMinutes(10).toNanos());
        world.pump();
        assertThat(world.end).isEqualTo(new Pop3RelayAction.End(Reason.CLIENT_SILENT, false));

        world = new RelayWorld(MAILS, false);
        world.relay.fromClient(ByteBuffer.wrap("NOOP\r\n".getBytes(US_ASCII)));
        world.relay.next();
        world.relay.tick(0);
        world.relay.tick(Duration.ofMinutes(2).toNanos());
        world.pump();
        assertThat(Objects.requireNonNull(world.end).reason()).isEqualTo(Reason.UPSTREAM_SILENT);
        assertThat(world.toClient).asString().startsWith("-ERR [SYS/TEMP] ");
    }

    @Test
    public void shutdownShouldWaitForTheCommandUnderWay() {
        world.holdsQuestions = true;
        world.say("RETR 1\r\n");
        world.relay.shutdown();
        world.answer();
        assertThat(world.toClient).asString().contains("last\r\n.\r\n-ERR [SYS/TEMP] ");
        assertThat(world.end).isEqualTo(new Pop3RelayAction.End(Reason.SHUTDOWN, false));
    }

    /** The session of the tables below; octets that the server sends in it are some 450. */
    private static final String SESSION =
            "CAPA\r\nSTAT\r\nUIDL\r\nRETR 1\r\nDELE 1\r\nTOP 2 9\r\nDELE 3\r\nLIST\r\nDELE 2\r\nQUIT\r\n";

    @Test
    public void sessionShouldNotDependOnHowItIsCut() {
        world.say(SESSION);
        String whole = world.toClient.toString();
        assertThat(whole).endsWith("+OK Bye\r\n");
        for (int piece : new int[] {1, 2, 3, 7, 100}) {
            RelayWorld cut = new RelayWorld(MAILS, false);
            cut.piece = piece;
            cut.say(SESSION);
            assertThat(cut.toClient).asString().isEqualTo(whole);
            assertThat(cut.kept).containsExactlyElementsOf(world.kept).containsExactly(ONE, TWO, THREE);
            assertThat(cut.deletedUpstream).containsExactly(0, 1, 2);
        }
    }

    @Test
    public void nothingShouldBeLostWhenTheServerDiesAtAnyOctet() {
        int octets = 0;
        do {
            RelayWorld dying = new RelayWorld(MAILS, false);
            dying.upstreamDiesAfter = octets;
            dying.say(SESSION);
            world = dying;
            assertThat(dying.end).as("%s octets", octets).isNotNull();
            assertHarmless(dying);
            octets++;
        } while (!world.toClient.toString().endsWith("+OK Bye\r\n"));
        assertThat(octets).isGreaterThan(400);
    }

    @Test
    public void nothingShouldBeLostWhenTheClientDiesAtAnyOctet() {
        for (int octets = 0; octets <= SESSION.length(); octets++) {
            RelayWorld dying = new RelayWorld(MAILS, false);
            dying.say(SESSION.substring(0, octets));
            dying.clientDies();
            assertThat(dying.end).as("%s octets", octets).isNotNull();
            assertHarmless(dying);
            assertThat(dying.deletedUpstream).hasSize(octets == SESSION.length() ? 3 : 0);
        }
    }

    /** No part of a mail is kept, and what was deleted or given out whole is kept. */
    private static void assertHarmless(RelayWorld world) {
        assertThat(MAILS).containsAll(world.kept);
        for (int deleted : world.deletedUpstream) {
            assertThat(world.kept).contains(MAILS.get(deleted));
        }
        if (world.toClient.toString().contains(STUFFED_ONE + ".\r\n")) {
            assertThat(world.kept).contains(ONE);
        }
    }
}
