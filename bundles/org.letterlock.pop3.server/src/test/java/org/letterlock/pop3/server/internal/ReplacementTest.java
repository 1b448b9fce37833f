package org.letterlock.pop3.server.internal;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.junit.Test;
import org.letterlock.mailbox.api.PickupSession;

/** What becomes of a session whose maildrop another login wants. */
public class ReplacementTest extends Pop3ServerFixture {

    private static final String REPLACED = "-ERR [SYS/TEMP] Another login has taken over this idle session\r\n";

    @Test
    public void sessionShouldYieldAndDeleteNothingWhenItIsIdle() {
        Client client = Client.loggedIn(server);
        client.send("DELE 1");
        assertThat(client.take()).isEqualTo("+OK Deleted\r\n");
        client.tick(1);
        client.tick(59);
        assertThat(session().yieldIfIdle()).isFalse();
        client.tick(1);
        assertThat(session().yieldIfIdle()).isTrue();
        assertThat(session().yieldIfIdle()).isFalse();
        assertThat(client.take()).isEqualTo(REPLACED);
        assertThat(client.connection.isClosed()).isTrue();
        client.send("LIST", "QUIT");
        assertThat(client.take()).isEmpty();
        assertThat(maildrop.deleted).isEmpty();
        assertThat(maildrop.closed).isTrue();
    }

    @Test
    public void sessionShouldNotYieldWhenItsClientHasJustSpoken() {
        Client client = Client.loggedIn(server);
        client.tick(1);
        client.tick(60);
        client.send("NOOP");
        assertThat(session().yieldIfIdle()).isFalse();
        client.tick(1);
        client.tick(59);
        assertThat(session().yieldIfIdle()).isFalse();
        client.connection.disconnect();
    }

    @Test
    public void sessionShouldNotYieldWhileItsDeletionsAreUnderWay() {
        maildrop.deletion = new CompletableFuture<>();
        Client client = Client.loggedIn(server);
        client.send("DELE 1", "QUIT");
        client.tick(1);
        client.tick(600);
        assertThat(session().yieldIfIdle()).isFalse();
        maildrop.deletion.complete(null);
        assertThat(client.take()).endsWith("+OK Bye\r\n");
    }

    @Test
    public void connectionShouldDropWhenItsPeerVanishedWithinAMail() {
        Client client = Client.loggedIn(server);
        maildrop.hook = (index, offset) -> {
            if (offset == 2 * CHUNK) {
                client.connection.setWritable(false);
            }
        };
        client.send("RETR 2");
        await().until(() -> !client.connection.isWritable());
        await().until(() -> {
            client.tick(60);
            return session().yieldIfIdle();
        });
        assertThat(client.connection.isAborted()).isTrue();
        assertThat(maildrop.closed).isTrue();
        await().until(() -> maildrop.openStreams.get() == 0);
    }

    @Test
    public void nothingShouldBeAnsweredOnceTheSessionHasYieldedWhenACommandComesAtTheSameTime() throws Exception {
        for (int i = 0; i < 300; i++) {
            Client client = Client.loggedIn(server);
            PickupSession session = session();
            client.tick(1);
            client.tick(60);
            CyclicBarrier start = new CyclicBarrier(2);
            CompletableFuture<Boolean> yields = CompletableFuture.supplyAsync(() -> {
                pass(start);
                return session.yieldIfIdle();
            });
            pass(start);
            client.send("DELE 1", "QUIT");
            if (yields.join()) {
                assertThat(client.take()).isEqualTo(REPLACED);
                assertThat(maildrop.deleted).isEmpty();
            } else {
                assertThat(client.take()).isEqualTo("+OK Deleted\r\n+OK Bye\r\n");
                assertThat(maildrop.deleted).containsExactly(0);
            }
            maildrop.deleted = List.of();
        }
    }

    private PickupSession session() {
        return requireNonNull(mailboxes.lastSession);
    }

    private static void pass(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
