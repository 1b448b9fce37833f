package org.letterlock.admin.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Test;
import org.letterlock.admin.api.GatewayStatus;
import org.letterlock.admin.api.Problem;

public class AnnouncerTest {

    private final List<String> said = new ArrayList<>();
    private final Announcer announcer =
            new Announcer(line -> said.add("E " + line), line -> said.add("W " + line), line -> said.add("I " + line));
    private Instant now = Instant.EPOCH;

    @Test
    public void problemShouldBeSaidOnceWhenItHasLastedAndOnceWhenItIsGone() {
        look(false, new Problem("store", "free 5", true));
        assertThat(said).isEmpty();
        assertThat(announcer.isSettling()).isTrue();
        after(9, false, new Problem("store", "free 4", true));
        assertThat(said).isEmpty();
        after(1, false, new Problem("store", "free 3", true));
        after(30, false, new Problem("store", "free 2", true));
        assertThat(said).containsExactly("E free 3");
        assertThat(announcer.isSettling()).isFalse();
        after(30, true);
        after(30, true);
        assertThat(said).containsExactly("E free 3", "I gone: free 2", "I the gateway is ready: smtp smtp 0.0.0.0:25");
    }

    @Test
    public void whatIsNotUrgentShouldBeAWarning() {
        look(true, Problem.notUrgent("no postmaster"));
        after(10, true, Problem.notUrgent("no postmaster"));
        assertThat(said).contains("W no postmaster");
    }

    @Test
    public void momentShouldNotBeSaid() {
        look(false, Problem.urgent("away"));
        after(5, false);
        after(5, false, Problem.urgent("away"));
        after(5, false, Problem.urgent("away"));
        assertThat(said).isEmpty();
    }

    @Test
    public void everyFaultShouldBeSaidAlsoWhenItsCauseIsElsewhere() {
        Fault root = new Fault("a", "a", "1", Fault.State.FAILED, "a: key: bad", true);
        Fault derived = new Fault("b", "b", "1", Fault.State.UNSATISFIED, "needs A from a", false);
        Health health = new Health(
                false, false, List.of(Problem.urgent(root.line())), List.of(), null, null, -1, List.of(root, derived));
        announcer.look(health, now);
        announcer.look(health, now.plus(Announcer.SETTLING));
        assertThat(said).containsExactly("E a: key: bad", "E b is unsatisfied: needs A from a");
    }

    @Test
    public void readinessShouldBeSaidWhenItChanges() {
        look(true);
        look(true);
        look(false);
        assertThat(said)
                .containsExactly("I the gateway is ready: smtp smtp 0.0.0.0:25", "I the gateway is not ready any more");
    }

    private void after(int seconds, boolean ready, Problem... problems) {
        now = now.plusSeconds(seconds);
        look(ready, problems);
    }

    private void look(boolean ready, Problem... problems) {
        GatewayStatus.Listener listener =
                new GatewayStatus.Listener("smtp", "smtp", "0.0.0.0", 25, "upgrade", "accepting", "", 0, 0, 0);
        announcer.look(
                new Health(ready, false, Stream.of(problems).toList(), List.of(listener), null, null, 0, List.of()),
                now);
    }
}
