package org.letterlock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.Test;

public class StandingProblemsTest {

    private final StandingProblems standing = new StandingProblems();

    @Test
    public void problemShouldBeSaidOnceWhenItStays() {
        GatewayStatus waiting = status(false, "port in use");
        assertThat(look(waiting, 0)).isEmpty();
        assertThat(look(waiting, 9)).isEmpty();
        assertThat(look(waiting, 10)).containsExactly("port in use");
        assertThat(look(waiting, 11)).isEmpty();
        GatewayStatus other = status(false, "another");
        assertThat(look(other, 12)).isEmpty();
        assertThat(look(other, 22)).containsExactly("another");
    }

    @Test
    public void waitShouldEndOnlyWhenWhatStaysIsBroken() {
        look(status(true, "port in use"), 0);
        assertThat(standing.areFinal(status(true, "port in use"), seconds(14))).isFalse();
        assertThat(standing.areFinal(status(true, "port in use"), seconds(15))).isTrue();
        assertThat(standing.areFinal(status(false, "port in use"), seconds(15))).isFalse();
    }

    private List<String> look(GatewayStatus status, int second) {
        return standing.look(status, seconds(second));
    }

    private static long seconds(int seconds) {
        return seconds * 1_000_000_000L;
    }

    private static GatewayStatus status(boolean broken, String problem) {
        return new GatewayStatus(false, false, broken, List.of(problem), List.of(), "");
    }
}
