package org.letterlock.admin.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.Test;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.DrainState;
import org.letterlock.transport.api.ListenerInfo;
import org.letterlock.transport.api.ListenerStatus;

public class TransportListenerAdminTest {

    private final Queue<Runnable> looks = new ArrayDeque<>();
    private int sessions = 3;

    /** Two connections wait or are turned away at each look. */
    private final FakeListeners transport = new FakeListeners(() -> {
        Runnable look = looks.poll();
        if (look != null) {
            look.run();
        }
        return List.of(listener("smtp", sessions + 1, 1), listener("pop3", 1, 1));
    });

    private @Nullable FakeListeners there = transport;
    private final TransportListenerAdmin admin = new TransportListenerAdmin(() -> there);

    @Test
    public void drainShouldCountTheSessionsUnderWayAndNotWait() throws Exception {
        assertThat(admin.drain(0)).isEqualTo(new DrainState(true, 3));
        assertThat(transport.isDraining()).isTrue();
        assertThat(admin.resume()).isEqualTo(new DrainState(false, 3));
        assertThat(transport.isDraining()).isFalse();
    }

    @Test
    public void drainShouldWaitUntilNoSessionIsLeft() throws Exception {
        looks.addAll(List.of(() -> sessions = 3, () -> sessions = 1, () -> sessions = 0));
        assertThat(admin.drain(540)).isEqualTo(new DrainState(true, 0));
        assertThat(looks).isEmpty();
    }

    @Test
    public void drainShouldStayWhenTheWaitIsOver() throws Exception {
        assertThat(admin.drain(1)).isEqualTo(new DrainState(true, 3));
        assertThat(transport.isDraining()).isTrue();
    }

    @Test
    public void resumeShouldEndTheWaitOfADrain() throws Exception {
        looks.addAll(List.of(() -> sessions = 3, transport::resume));
        assertThat(admin.drain(540)).isEqualTo(new DrainState(false, 3));
    }

    @Test
    public void transportThatWentShouldEndTheWaitOfADrain() throws Exception {
        FakeListeners successor = new FakeListeners(List::of);
        looks.add(() -> there = successor);
        assertThat(admin.drain(540)).isEqualTo(new DrainState(false, 0));
        there = null;
        assertThatThrownBy(() -> admin.drain(0))
                .isInstanceOf(AdminException.class)
                .hasMessage("the transport is not there; gateway:status says why");
        assertThatThrownBy(admin::resume).isInstanceOf(AdminException.class);
    }

    @Test
    public void interruptedWaitShouldLeaveTheGatewayDrained() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> admin.drain(540))
                .isInstanceOf(AdminException.class)
                .hasMessage("the wait was broken off; the gateway stays drained");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(transport.isDraining()).isTrue();
    }

    @Test
    public void waitThatCannotBeShouldDrainNothing() {
        for (int seconds : new int[] {-1, 541}) {
            assertThatThrownBy(() -> admin.drain(seconds))
                    .isInstanceOf(AdminException.class)
                    .hasMessage("wait 0 to 540 seconds");
        }
        assertThat(transport.isDraining()).isFalse();
    }

    private static ListenerStatus listener(String name, int connections, int waiting) {
        return new ListenerStatus(
                new ListenerInfo(name, name, ListenerInfo.TlsMode.NONE, Map.of()),
                "::",
                2525,
                ListenerStatus.State.ACCEPTING,
                "",
                connections,
                waiting,
                0);
    }
}
