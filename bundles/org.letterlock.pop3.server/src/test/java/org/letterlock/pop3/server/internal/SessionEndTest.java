package org.letterlock.pop3.server.internal;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.Test;
import org.letterlock.mailbox.api.PickupLogin;
import org.letterlock.transport.api.ListenerInfo.TlsMode;

/** What becomes of a session that ends otherwise than by QUIT, in every state. */
public class SessionEndTest extends Pop3ServerFixture {

    @Test
    public void sessionShouldEndSilentlyAndDeleteNothingWhenItIsIdle() {
        Client client = Client.loggedIn(server);
        client.send("DELE 1");
        assertThat(client.take()).isEqualTo("+OK Deleted\r\n");
        client.tick(1);
        client.tick(599);
        assertThat(client.connection.isClosed()).isFalse();
        client.send("NOOP");
        client.tick(1);
        client.tick(599);
        assertThat(client.connection.isClosed()).isFalse();
        assertThat(client.take()).isEqualTo("+OK\r\n");
        client.tick(1);
        assertThat(client.connection.isClosed()).isTrue();
        assertThat(client.take()).isEmpty();
        assertThat(maildrop.deleted).isEmpty();
        assertThat(maildrop.closed).isTrue();
    }

    @Test
    public void connectionShouldDropWhenThePeerTakesNothing() {
        Client client = parked();
        client.tick(1);
        client.tick(600);
        assertThat(client.connection.isAborted()).isTrue();
        assertThat(maildrop.closed).isTrue();
    }

    @Test
    public void drainShouldEndASessionThatWaitsForACommand() {
        for (Client client : List.of(new Client(server, TlsMode.IMPLICIT), new Client(server, TlsMode.UPGRADE))) {
            client.connection.drain();
            assertThat(client.take()).endsWith("ready\r\n" + GONE);
            assertThat(client.connection.isClosed()).isTrue();
        }
        Client client = Client.loggedIn(server);
        client.send("DELE 1");
        client.connection.drain();
        assertThat(client.take()).isEqualTo("+OK Deleted\r\n" + GONE);
        assertThat(maildrop.deleted).isEmpty();
        assertThat(maildrop.closed).isTrue();
    }

    @Test
    public void drainShouldEndASessionThatIsInItsHandshake() {
        Client client = new Client(server, TlsMode.UPGRADE);
        client.send("STLS");
        client.connection.drain();
        assertThat(client.connection.isClosed()).isTrue();
    }

    @Test
    public void drainShouldLetGoOfTheMaildropWhenALoginIsUnderWay() {
        CompletableFuture<PickupLogin> pending = new CompletableFuture<>();
        mailboxes.pending = pending;
        Client client = new Client(server, TlsMode.IMPLICIT).login("right");
        client.connection.drain();
        assertThat(client.take()).isEqualTo("+OK\r\n");
        pending.complete(new PickupLogin.Opened(maildrop));
        assertThat(client.take()).isEqualTo(GONE);
        assertThat(maildrop.closed).isTrue();
    }

    @Test
    public void drainShouldRefuseALoginThatWaitsForTheService() {
        server.unbindMailboxes(mailboxes);
        Client client = new Client(server, TlsMode.IMPLICIT).login("right");
        client.connection.drain();
        assertThat(client.take()).startsWith("+OK\r\n-ERR [SYS/TEMP]");
        assertThat(client.connection.isClosed()).isTrue();
    }

    @Test
    public void drainShouldLetAMailUnderWayFinish() throws InterruptedException {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        maildrop.hook = (index, offset) -> {
            reading.countDown();
            pass(goOn);
        };
        Client client = Client.loggedIn(server);
        client.send("RETR 1", "RETR 1");
        reading.await();
        client.connection.drain();
        goOn.countDown();
        assertThat(client.takeUntil(GONE)).isEqualTo(SMALL_ON_WIRE + GONE);
        await().until(client.connection::isClosed);
    }

    @Test
    public void drainShouldLetAMailForASlowPeerFinish() {
        Client client = parked();
        client.connection.drain();
        assertThat(client.connection.isClosed()).isFalse();
        client.connection.setWritable(true);
        assertThat(client.takeUntil(GONE)).endsWith("\r\n.\r\n" + GONE);
    }

    @Test
    public void drainShouldLetAnUpdateFinish() {
        maildrop.deletion = new CompletableFuture<>();
        Client client = Client.loggedIn(server);
        client.send("DELE 2", "QUIT");
        client.connection.drain();
        assertThat(client.connection.isClosed()).isFalse();
        maildrop.deletion.complete(null);
        assertThat(client.take()).isEqualTo("+OK Deleted\r\n+OK Bye\r\n");
    }

    @Test
    public void allShouldBeAnsweredWhenThePeerHasClosedItsSide() {
        CompletableFuture<PickupLogin> pending = new CompletableFuture<>();
        mailboxes.pending = pending;
        maildrop.deletion = new CompletableFuture<>();
        Client client = new Client(server, TlsMode.IMPLICIT);
        client.send("USER mbx", "PASS right", "RETR 1", "DELE 1", "QUIT");
        client.connection.endInput();
        assertThat(client.connection.isClosed()).isFalse();
        pending.complete(new PickupLogin.Opened(maildrop));
        assertThat(client.takeUntil("+OK Deleted\r\n")).contains(SMALL_ON_WIRE);
        assertThat(client.connection.isClosed()).isFalse();
        maildrop.deletion.complete(null);
        assertThat(client.take()).isEqualTo("+OK Bye\r\n");
        assertThat(client.connection.isClosed()).isTrue();
    }

    @Test
    public void maildropShouldBeFreeWhenThePeerGoesBetweenCommands() {
        Client client = Client.loggedIn(server);
        client.send("DELE 1");
        client.connection.disconnect();
        assertThat(maildrop.closed).isTrue();
        assertThat(maildrop.deleted).isEmpty();
    }

    @Test
    public void maildropShouldBeFreeWhenThePeerGoesDuringLogin() {
        CompletableFuture<PickupLogin> pending = new CompletableFuture<>();
        mailboxes.pending = pending;
        Client client = new Client(server, TlsMode.IMPLICIT).login("right");
        client.connection.disconnect();
        pending.complete(new PickupLogin.Opened(maildrop));
        assertThat(maildrop.closed).isTrue();
        assertThat(requireNonNull(mailboxes.lastPassword)).containsOnly('\0');
    }

    @Test
    public void nothingShouldHappenLaterWhenThePeerGoesWhileALoginWaits() {
        server.unbindMailboxes(mailboxes);
        Client client = new Client(server, TlsMode.IMPLICIT).login("right");
        client.connection.disconnect();
        server.bindMailboxes(mailboxes);
        client.tick(1);
        assertThat(mailboxes.lastPassword).isNull();
    }

    @Test
    public void mailShouldBeClosedWhenThePeerGoesWhileItIsRead() throws InterruptedException {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        maildrop.hook = (index, offset) -> {
            if (offset >= 3 * CHUNK) {
                reading.countDown();
                pass(goOn);
            }
        };
        Client client = Client.loggedIn(server);
        client.send("RETR 2");
        reading.await();
        client.connection.disconnect();
        assertThat(maildrop.closed).isTrue();
        goOn.countDown();
        await().until(() -> maildrop.openStreams.get() == 0);
        assertThat(client.take().length()).isLessThan(5 * CHUNK);
    }

    @Test
    public void mailShouldBeClosedWhenASlowPeerGoes() {
        Client client = parked();
        assertThat(maildrop.openStreams).hasValue(1);
        client.connection.disconnect();
        assertThat(maildrop.openStreams).hasValue(0);
        assertThat(maildrop.closed).isTrue();
    }

    @Test
    public void deletionShouldEndWhenThePeerGoesDuringUpdate() {
        maildrop.deletion = new CompletableFuture<>();
        Client client = Client.loggedIn(server);
        client.send("DELE 1", "QUIT");
        client.connection.disconnect();
        maildrop.deletion.complete(null);
        assertThat(maildrop.closed).isTrue();
    }

    @Test
    public void sessionsAndThreadsShouldEndWhenTheBundleGoes() {
        Client idle = Client.loggedIn(server);
        Client slow = parked();
        server.deactivate();
        assertThat(idle.take()).isEqualTo(GONE);
        assertThat(slow.connection.isAborted()).isTrue();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.isAlive() && thread.getName().startsWith("letterlock-pop3-"));
    }

    /** A session whose peer takes no more of the huge mail. */
    private Client parked() {
        Client client = Client.loggedIn(server);
        maildrop.hook = (index, offset) -> {
            if (offset >= 2 * CHUNK) {
                maildrop.hook = (i, o) -> {};
                client.connection.setWritable(false);
            }
        };
        client.send("RETR 2");
        await().until(() -> !client.connection.isWritable());
        // A second task of the only worker runs once it has given up the first.
        Client other = Client.loggedIn(server);
        other.send("RETR 1", "NOOP");
        assertThat(other.takeUntil("+OK\r\n")).startsWith(SMALL_ON_WIRE);
        return client;
    }

    private static void pass(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
