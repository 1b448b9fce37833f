package org.letterlock.pop3.server.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.Before;
import org.junit.Test;
import org.letterlock.mailbox.api.DamagedMailException;
import org.letterlock.spi.api.DamagedMailFound;
import org.letterlock.spi.api.GatewayEvent;
import org.letterlock.spi.api.LoginFailed;
import org.letterlock.spi.api.LoginSucceeded;
import org.letterlock.spi.api.PickupFinished;
import org.letterlock.spi.api.Role;
import org.letterlock.transport.api.ListenerInfo.TlsMode;

public class SessionEventsTest extends Pop3ServerFixture {

    private final List<GatewayEvent> told = new CopyOnWriteArrayList<>();

    @Before
    public void listen() {
        server.events = told::add;
    }

    @Test
    public void pickupShouldBeToldWithWhatItRetrievedAndDeleted() {
        Client client = Client.loggedIn(server);
        client.send("RETR 1", "TOP 1 0", "DELE 1", "QUIT");
        await().until(client.connection::isClosed);
        client.connection.disconnect();

        await().until(() -> told.size() == 2);
        assertThat(told.get(0)).isInstanceOfSatisfying(LoginSucceeded.class, login -> {
            assertThat(login.role()).isEqualTo(Role.PICKUP);
            assertThat(login.mailbox()).isEqualTo(maildrop.mailbox());
            assertThat(login.latency()).isGreaterThanOrEqualTo(Duration.ZERO);
            assertThat(login.peer()).isEqualTo(client.connection.remoteAddress());
        });
        assertThat(told.get(1)).isInstanceOfSatisfying(PickupFinished.class, pickup -> {
            assertThat(pickup.mailbox()).isEqualTo(maildrop.mailbox());
            assertThat(pickup.retrieved()).isEqualTo(1);
            assertThat(pickup.deleted()).isEqualTo(1);
            assertThat(pickup.octets()).isGreaterThan(SMALL_ON_WIRE.length());
        });
    }

    @Test
    public void loginThatFailsShouldBeToldWithItsReason() {
        for (String password : List.of("wrong", "busy", "down")) {
            new Client(server, TlsMode.IMPLICIT).login(password).connection.disconnect();
        }
        server.unbindMailboxes(mailboxes);
        Client waiting = new Client(server, TlsMode.IMPLICIT).login("right");
        waiting.tick(0);
        waiting.tick(10);

        assertThat(told)
                .extracting(event -> ((LoginFailed) event).role() + " " + ((LoginFailed) event).reason())
                .containsExactly("pickup DENIED", "pickup IN_USE", "pickup UNAVAILABLE", "pickup UNAVAILABLE");
    }

    @Test
    public void damagedMailShouldBeToldOnce() {
        maildrop.hook = (index, offset) -> {
            throw new DamagedMailException("on purpose", new IllegalStateException());
        };
        Client client = Client.loggedIn(server);
        client.send("RETR 1");
        client.takeUntil("\r\n");
        client.send("RETR 1");
        client.takeUntil("\r\n");

        assertThat(told.stream().filter(DamagedMailFound.class::isInstance))
                .singleElement()
                .isInstanceOfSatisfying(DamagedMailFound.class, found -> {
                    assertThat(found.mailbox()).isEqualTo(maildrop.mailbox());
                    assertThat(found.message())
                            .isEqualTo(maildrop.entries().get(0).id());
                });
    }
}
