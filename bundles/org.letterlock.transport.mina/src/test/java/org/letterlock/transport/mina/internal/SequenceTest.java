package org.letterlock.transport.mina.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

public class SequenceTest {

    private static final int THREADS = 4;
    private static final int TASKS = 20_000;

    /** Not thread-safe on purpose. */
    private final List<Integer> order = new ArrayList<>();

    private int settled;

    private final Sequence sequence = new Sequence();

    public SequenceTest() {
        sequence.add(() -> settled++);
    }

    @Test
    public void executeShouldRunAtOnceOnTheCallerWhenIdle() {
        List<Thread> ran = new ArrayList<>();
        sequence.execute(() -> ran.add(Thread.currentThread()));
        assertThat(ran).containsExactly(Thread.currentThread());
        assertThat(settled).isEqualTo(1);
        assertThat(sequence.isEntered()).isFalse();
    }

    @Test
    public void executeShouldRunAfterTheTaskThatCallsIt() {
        sequence.execute(() -> {
            sequence.execute(() -> order.add(2));
            order.add(1);
        });
        assertThat(order).containsExactly(1, 2);
        assertThat(settled).isEqualTo(1);
    }

    @Test
    public void membersShouldSettleUntilNoneCausesAnything() {
        List<String> settlements = new ArrayList<>();
        sequence.add(() -> {
            settlements.add("second");
            if (settlements.size() == 1) {
                sequence.touch();
            }
        });
        sequence.execute(() -> {});
        assertThat(settlements).hasSize(2);
        assertThat(settled).isEqualTo(2);
    }

    @Test
    public void tasksShouldRunOneAtATimeAndInOrderOfEachThread() throws InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int first = t * TASKS;
            Thread thread = new Thread(() -> {
                awaitUninterruptibly(start);
                for (int i = 0; i < TASKS; i++) {
                    int number = first + i;
                    if (i % 3 == 0 && sequence.tryEnter()) {
                        order.add(number);
                        sequence.leave();
                    } else {
                        sequence.execute(() -> order.add(number));
                    }
                }
            });
            thread.start();
            threads.add(thread);
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(20));
        }
        assertThat(order).hasSize(THREADS * TASKS);
        for (int t = 0; t < THREADS; t++) {
            int thread = t;
            assertThat(order.stream().filter(n -> n / TASKS == thread)).isSorted();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
