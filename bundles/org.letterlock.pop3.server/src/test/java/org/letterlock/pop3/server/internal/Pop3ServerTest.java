package org.letterlock.pop3.server.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSession;
import org.junit.Test;
import org.letterlock.settings.SettingException;
import org.letterlock.transport.api.Connection;
import org.letterlock.transport.api.ConnectionHandler;
import org.letterlock.transport.api.ListenerInfo.TlsMode;
import org.letterlock.transport.api.LoginRole;

public class Pop3ServerTest extends Pop3ServerFixture {

    @Test
    public void mailShouldBePickedUpAndDeletedWhenTheClientQuits() {
        Client client = Client.loggedIn(server);
        client.send("UIDL 1", "RETR 1", "DELE 1");
        assertThat(client.takeUntil("+OK Deleted\r\n"))
                .isEqualTo("+OK 1 00000000-0000-0007-0000-000000000001\r\n" + SMALL_ON_WIRE + "+OK Deleted\r\n");
        assertThat(maildrop.deleted).isEmpty();
        client.send("QUIT");
        assertThat(client.take()).isEqualTo("+OK Bye\r\n");
        assertThat(maildrop.deleted).containsExactly(0);
        assertThat(client.connection.isClosed()).isTrue();
        assertThat(maildrop.closed).isTrue();
    }

    @Test
    public void smallMailShouldLeaveInOneBufferWhenItIsRetrieved() {
        Client client = Client.loggedIn(server);
        client.send("RETR 1");
        List<String> sent = new ArrayList<>();
        await().until(() -> sent.addAll(client.connection.takeSent()));
        assertThat(sent).containsExactly(SMALL_ON_WIRE);
    }

    @Test
    public void mailsShouldLeaveInOrderWhenTheyArePipelined() {
        Client client = Client.loggedIn(server);
        StringBuilder expected = new StringBuilder();
        List<String> commands = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            commands.add("RETR 1");
            commands.add("NOOP");
            expected.append(SMALL_ON_WIRE).append("+OK\r\n");
        }
        commands.add("QUIT");
        client.send(commands.toArray(String[]::new));
        String said = client.takeUntil("+OK Bye\r\n");
        assertThat(said.equals(expected + "+OK Bye\r\n")).isTrue();
    }

    @Test
    public void hugeMailShouldLeaveInChunksWhenItIsRetrieved() {
        Client client = Client.loggedIn(server);
        client.send("RETR 2", "TOP 2 1");
        List<String> sent = new ArrayList<>();
        await().until(() -> {
            sent.addAll(client.connection.takeSent());
            return !sent.isEmpty() && sent.get(sent.size() - 1).startsWith("+OK Top");
        });
        assertThat(sent).allMatch(octets -> octets.length() < CHUNK + 2_048);
        String top = "+OK Top of message follows\r\nSubject: huge\r\n\r\n" + "x".repeat(76) + "\r\n.\r\n";
        assertThat(String.join("", sent).equals("+OK " + huge.length() + " octets\r\n" + huge + ".\r\n" + top))
                .isTrue();
    }

    @Test
    public void workerShouldServeOthersWhenAPeerIsSlow() {
        Client slow = Client.loggedIn(server);
        maildrop.hook = (index, offset) -> {
            if (index == 1 && offset == CHUNK) {
                slow.connection.setWritable(false);
            }
        };
        slow.send("RETR 2");
        String begin = slow.takeUntil("x");
        Client other = Client.loggedIn(server);
        other.send("RETR 1");
        assertThat(other.takeUntil(".\r\n")).isEqualTo(SMALL_ON_WIRE);
        assertThat(slow.take().length() + begin.length()).isLessThan(3 * CHUNK);
        maildrop.hook = (index, offset) -> {};
        slow.connection.setWritable(true);
        assertThat((begin + slow.takeUntil("\r\n.\r\n")).length())
                .isEqualTo(("+OK " + huge.length() + " octets\r\n" + huge + ".\r\n").length());
    }

    @Test
    public void readingShouldStopWhenAClientPipelinesWithoutEnd() {
        Client client = Client.loggedIn(server);
        client.connection.setWritable(false);
        for (int i = 0; i < 10; i++) {
            client.connection.receive("NOOP\r\n".repeat(1_000));
        }
        assertThat(client.connection.isSuspended()).isTrue();
        assertThat(client.take()).isEmpty();
        client.connection.setWritable(true);
        assertThat(client.take()).isEqualTo("+OK\r\n".repeat(10_000));
        assertThat(client.connection.isSuspended()).isFalse();
    }

    @Test
    public void smallMailShouldBeAnErrorWhenItsSealIsBroken() {
        maildrop.hook = (index, offset) -> failAt(offset, SMALL.length());
        Client client = Client.loggedIn(server);
        client.send("RETR 1", "STAT");
        assertThat(client.takeUntil("+OK 2 " + (28 + huge.length()) + "\r\n"))
                .startsWith("-ERR [SYS/TEMP] The message cannot be read now\r\n+OK");
    }

    @Test
    public void mailShouldBeAnErrorWhenItCannotBeOpened() {
        maildrop.hook = (index, offset) -> failAt(offset, -1);
        Client client = Client.loggedIn(server);
        client.send("TOP 2 0", "NOOP");
        assertThat(client.takeUntil("+OK\r\n")).isEqualTo("-ERR [SYS/TEMP] The message cannot be read now\r\n+OK\r\n");
    }

    @Test
    public void connectionShouldDropWithoutTerminatorWhenASealIsBrokenInTheMiddle() {
        StringBuilder said = new StringBuilder();
        Client client = Client.loggedIn(server);
        maildrop.hook = (index, offset) -> {
            said.append(client.take());
            failAt(offset, 50 * CHUNK);
        };
        client.send("RETR 2", "QUIT");
        await().until(client.connection::isAborted);
        await().until(() -> maildrop.closed);
        assertThat(client.take()).isEmpty();
        assertThat(said.length()).isBetween(49 * CHUNK, 51 * CHUNK);
        assertThat(said.toString()).startsWith("+OK ").doesNotContain("\r\n.\r\n");
    }

    @Test
    public void mailShouldBeAnErrorWhenReadingItHitsABug() {
        maildrop.hook = (index, offset) -> {
            throw new IllegalStateException("a bug, for a test");
        };
        Client client = Client.loggedIn(server);
        client.send("RETR 1");
        assertThat(client.takeUntil("now\r\n")).startsWith("-ERR [SYS/TEMP]");
    }

    @Test
    public void nothingShouldBeClaimedWhenDeletingFails() {
        maildrop.deletion = new CompletableFuture<>();
        Client client = Client.loggedIn(server);
        client.send("DELE 1", "QUIT");
        assertThat(client.take()).isEqualTo("+OK Deleted\r\n");
        assertThat(maildrop.closed).isFalse();
        maildrop.deletion.completeExceptionally(new IOException("disk full, for a test"));
        assertThat(client.take()).startsWith("-ERR [SYS/TEMP] ");
        assertThat(client.connection.isClosed()).isTrue();
        assertThat(maildrop.closed).isTrue();
    }

    @Test
    public void replyToQuitShouldWaitWhenDeletionsAreNotYetDurable() {
        maildrop.deletion = new CompletableFuture<>();
        Client client = Client.loggedIn(server);
        client.send("DELE 1", "QUIT");
        assertThat(client.take()).isEqualTo("+OK Deleted\r\n");
        maildrop.deletion.complete(null);
        assertThat(client.take()).isEqualTo("+OK Bye\r\n");
    }

    @Test
    public void loginShouldBeAnsweredByItsOutcomeAndForgetThePassword() {
        Client client = new Client(server, TlsMode.IMPLICIT);
        assertThat(client.login("busy").take()).contains("-ERR [IN-USE]");
        client.send("USER mbx", "PASS down");
        assertThat(client.take()).contains("-ERR [SYS/TEMP]");
        client.send("USER mbx", "PASS wrong");
        assertThat(client.take()).contains("-ERR [AUTH]");
        assertThat(requireNonNull(mailboxes.lastPassword)).containsOnly('\0');
        client.send("USER mbx", "PASS wrong");
        assertThat(client.take()).contains("-ERR [AUTH]");
        assertThat(client.connection.isClosed()).isTrue();
    }

    @Test
    public void loginShouldWaitWithoutAThreadWhenOneBeforeItFailed() {
        Pop3Server slowing = new Pop3Server(settings(Map.of("maxLoginDelaySeconds", 10)));
        slowing.bindMailboxes(mailboxes);
        Client client = new Client(slowing, TlsMode.IMPLICIT).login("wrong");
        assertThat(client.take()).contains("-ERR [AUTH]");
        mailboxes.lastPassword = null;

        Client next = new Client(slowing, TlsMode.IMPLICIT).login("right");
        next.tick(5);
        assertThat(next.take()).isEqualTo("+OK\r\n");
        assertThat(mailboxes.lastPassword).isNull();
        next.tick(1);
        assertThat(next.take()).startsWith("+OK 2 messages");

        Client gone = new Client(slowing, TlsMode.IMPLICIT).login("right");
        gone.connection.drain();
        assertThat(gone.take()).startsWith("+OK\r\n-ERR [SYS/TEMP]");
        slowing.deactivate();
    }

    @Test
    public void loginShouldBeATemporaryErrorWhenTheServiceFails() {
        mailboxes.pending = new CompletableFuture<>();
        Client client = new Client(server, TlsMode.IMPLICIT).login("right");
        requireNonNull(mailboxes.pending).completeExceptionally(new IllegalStateException("a bug, for a test"));
        assertThat(client.take()).endsWith("later\r\n").contains("-ERR [SYS/TEMP]");
    }

    @Test
    public void loginShouldWorkWhenTlsWasStartedByStls() {
        Client client = new Client(server, TlsMode.UPGRADE);
        client.send("USER mbx");
        assertThat(client.take()).contains("-ERR Encryption is required");
        client.send("STLS");
        assertThat(client.take()).isEqualTo("+OK Begin TLS\r\n");
        client.connection.completeHandshake();
        client.send("USER mbx", "PASS right");
        assertThat(client.take()).startsWith("+OK\r\n+OK 2 messages");
        client.connection.disconnect();
    }

    @Test
    public void tlsShouldNotBeOfferedWhenTheListenerHasNone() {
        Client client = new Client(server, TlsMode.NONE);
        client.send("CAPA");
        client.send("STLS");
        client.send("USER mbx");
        assertThat(client.take())
                .doesNotContain("\r\nSTLS\r\n")
                .doesNotContain("SASL")
                .contains("-ERR TLS is not available")
                .contains("-ERR Encryption is required");
        client.connection.disconnect();
    }

    @Test
    public void loginShouldWaitWhenTheMailboxServiceIsBeingReplaced() {
        server.unbindMailboxes(mailboxes);
        Client client = new Client(server, TlsMode.IMPLICIT).login("right");
        client.tick(1);
        client.tick(9);
        assertThat(client.take()).isEqualTo("+OK\r\n");
        server.bindMailboxes(mailboxes);
        client.tick(1);
        assertThat(client.take()).startsWith("+OK 2 messages");
        client.connection.disconnect();
    }

    @Test
    public void loginShouldBeATemporaryErrorWhenTheMailboxServiceStaysAway() {
        server.unbindMailboxes(mailboxes);
        Client client = new Client(server, TlsMode.IMPLICIT).login("right");
        client.tick(1);
        client.tick(10);
        assertThat(client.take()).startsWith("+OK\r\n-ERR [SYS/TEMP]");
        client.connection.disconnect();
    }

    @Test
    public void sessionShouldEndBetweenCommandsWhenItsMailboxServiceGoes() {
        Client client = Client.loggedIn(server);
        Client unconcerned = new Client(server, TlsMode.IMPLICIT);
        server.bindMailboxes(new FakeMailboxes(maildrop));
        server.unbindMailboxes(mailboxes);
        assertThat(client.take()).isEqualTo(GONE);
        assertThat(client.connection.isClosed()).isTrue();
        assertThat(unconcerned.login("right").take()).contains("+OK 2 messages");
        unconcerned.connection.disconnect();
    }

    @Test
    public void connectionShouldBeHandedOverWhenTheUserNameIsAProxyLogin() {
        Role role = new Role();
        server.bindProxy(role);
        Client client = new Client(server, TlsMode.IMPLICIT);
        assertThat(client.take()).startsWith("+OK");
        client.send("USER a@b%pop.example.org%mbx-1", "PASS secret", "STAT");
        assertThat(client.take()).isEqualTo("+OK\r\n");
        assertThat(role.events).containsExactly("USER a@b%pop.example.org%mbx-1 secret", "opened", "STAT\r\n");
        client.send("LIST");
        assertThat(role.events).endsWith("LIST\r\n");
    }

    @Test
    public void roleShouldSayWhichNamesAreIts() {
        Role role = new Role();
        server.bindProxy(role);
        Client client = new Client(server, TlsMode.IMPLICIT);
        client.send("USER a@b#pop.example.org#mbx-1", "PASS secret");
        assertThat(role.events).startsWith("USER a@b#pop.example.org#mbx-1 secret");
        assertThat(mailboxes.lastPassword).isNull();
    }

    @Test
    public void proxyLoginShouldBeATemporaryErrorWhenThereIsNoProxy() {
        Client client = new Client(server, TlsMode.IMPLICIT);
        client.send("USER a@b%pop.example.org%mbx-1", "PASS secret", "QUIT");
        assertThat(client.take()).contains("-ERR [SYS/TEMP]").endsWith("+OK Bye\r\n");
        assertThat(mailboxes.lastPassword).isNull();
    }

    @Test
    public void settingShouldBeNamedWhenItCannotBeUsed() {
        assertThatThrownBy(() -> settings(Map.of("idleTimeoutSeconds", 599)))
                .isInstanceOf(SettingException.class)
                .hasMessage("org.letterlock.pop3.server: idleTimeoutSeconds: 599 is not between 600 and 86400");
        assertThatThrownBy(() -> settings(Map.of("hostname", "")))
                .hasMessage("org.letterlock.pop3.server: hostname: is not set");
        assertThatThrownBy(() -> settings(Map.of("hostname", "<1@h>"))).hasMessageContaining("hostname");
    }

    private static void failAt(int offset, int broken) throws IOException {
        if (offset >= broken) {
            throw new IOException("broken seal, for a test");
        }
    }

    private static final class Role implements LoginRole, ConnectionHandler {
        private final List<String> events = new ArrayList<>();

        @Override
        public boolean takes(String userName) {
            return userName.indexOf('#') >= 0;
        }

        @Override
        public ConnectionHandler takeOver(Connection connection, Login login) {
            events.add(login.mechanism() + " " + login.userName() + " " + new String(login.password()));
            return this;
        }

        @Override
        public void opened() {
            events.add("opened");
        }

        @Override
        public void received(ByteBuffer data) {
            byte[] octets = new byte[data.remaining()];
            data.get(octets);
            events.add(new String(octets, ISO_8859_1));
        }

        @Override
        public void secured(SSLSession session) {}

        @Override
        public void writable() {}

        @Override
        public void tick(long nanoTime) {}

        @Override
        public void drain() {}

        @Override
        public void closed() {}
    }
}
