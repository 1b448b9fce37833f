package org.letterlock.events.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.After;
import org.junit.Test;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.spi.api.DamagedMailFound;
import org.letterlock.spi.api.EventFigures.ListenerFigures;
import org.letterlock.spi.api.GatewayEvent;
import org.letterlock.spi.api.GatewayEventListener;

public class EventDispatcherTest {

    private static final int CAPACITY = 100;
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final CountDownLatch released = new CountDownLatch(1);
    private final CapturedLog log = new CapturedLog();
    private final EventDispatcher dispatcher = dispatcher(CAPACITY);

    @After
    public void release() {
        released.countDown();
        dispatcher.deactivate();
        log.close();
    }

    @Test
    public void everyListenerShouldGetEachEventInOrder() {
        Recorder first = new Recorder();
        Recorder second = new Recorder();
        add("first", first);
        add("second", second);

        publish(dispatcher, 0, 90);

        await().untilAsserted(() -> assertThat(first.seen).containsExactlyElementsOf(numbers(0, 90)));
        await().untilAsserted(() -> assertThat(second.seen).containsExactlyElementsOf(numbers(0, 90)));
        await().untilAsserted(() -> assertThat(dispatcher.listeners())
                .containsExactly(figures("first", 90, 0, 0), figures("second", 90, 0, 0)));
    }

    @Test
    public void nothingShouldHappenWithoutListeners() {
        dispatcher.publish(event(0));

        assertThat(dispatcher.listeners()).isEmpty();
    }

    @Test
    public void orderOfEachPublisherShouldBeKept() throws InterruptedException {
        EventDispatcher large = dispatcher(1_000_000);
        Recorder recorder = new Recorder();
        large.add("key", name("recorder"), recorder);
        List<Thread> publishers = new ArrayList<>();
        for (int p = 0; p < 4; p++) {
            int base = p * 1_000_000;
            publishers.add(new Thread(() -> publish(large, base, 20_000)));
        }

        publishers.forEach(Thread::start);
        for (Thread publisher : publishers) {
            publisher.join();
        }

        await().until(() -> recorder.seen.size() == 80_000);
        for (int p = 0; p < 4; p++) {
            long base = p * 1_000_000L;
            assertThat(recorder.seen.stream()
                            .filter(number -> number / 1_000_000 == base / 1_000_000)
                            .toList())
                    .isEqualTo(numbers(base, 20_000));
        }
        large.deactivate();
    }

    @Test
    public void hangingListenerShouldHarmOnlyItself() {
        Recorder other = new Recorder();
        add("hanging", event -> waitForRelease());
        add("other", other);

        // The first one is being handled, as many as there is room for wait, the rest is dropped.
        publish(dispatcher, 0, 1);
        await().until(() -> figuresOf("hanging").busySince() != null);
        for (int batch = 0; batch < 3; batch++) {
            publish(dispatcher, 1 + batch * 50, 50);
            int expected = 1 + (batch + 1) * 50;
            await().until(() -> other.seen.size() == expected);
        }

        assertThat(other.seen).isEqualTo(numbers(0, 151));
        assertThat(figuresOf("hanging"))
                .isEqualTo(new ListenerFigures("hanging", "org.example", "1.0.0", 0, 50, 0, CAPACITY, CAPACITY, NOW));
        assertThat(log.lines("events are dropped"))
                .singleElement()
                .asString()
                .contains("hanging of bundle org.example 1.0.0");
    }

    @Test
    public void slowListenerShouldGetTheFirstOfThoseThatWait() {
        Recorder slow = new Recorder();
        add("slow", event -> {
            waitForRelease();
            slow.on(event);
        });
        publish(dispatcher, 0, 1);
        await().until(() -> figuresOf("slow").busySince() != null);
        publish(dispatcher, 1, CAPACITY + 20);

        released.countDown();

        await().until(() -> slow.seen.size() == CAPACITY + 1);
        publish(dispatcher, 500, 1);
        await().until(() -> slow.seen.size() == CAPACITY + 2);
        assertThat(slow.seen.subList(0, CAPACITY + 1)).isEqualTo(numbers(0, CAPACITY + 1));
        assertThat(slow.seen).endsWith(500L);
        assertThat(figuresOf("slow").dropped()).isEqualTo(20);
    }

    @Test
    public void throwingListenerShouldBeLoggedOnceForEachKindAndGoOn() {
        Recorder seen = new Recorder();
        add("throwing", event -> {
            seen.on(event);
            if (number(event) % 2 == 0) {
                throw new IllegalStateException("even");
            }
            throw new NoClassDefFoundError("odd");
        });

        publish(dispatcher, 0, 10);

        await().until(() -> figuresOf("throwing").delivered() == 10);
        assertThat(seen.seen).isEqualTo(numbers(0, 10));
        assertThat(figuresOf("throwing").failures()).isEqualTo(10);
        assertThat(log.lines("a listener failed"))
                .hasSize(2)
                .allMatch(line -> line.contains("throwing of bundle org.example 1.0.0"));
    }

    @Test
    public void listenerThatLeavesShouldGetNothingMore() {
        Recorder leaving = new Recorder();
        Recorder staying = new Recorder();
        Delivery delivery = add("leaving", leaving);
        add("staying", staying);
        publish(dispatcher, 0, 10);
        await().until(() -> leaving.seen.size() == 10 && staying.seen.size() == 10);

        dispatcher.remove("leaving");

        assertThat(delivery.isAlive()).isFalse();
        publish(dispatcher, 10, 10);
        await().until(() -> staying.seen.size() == 20);
        assertThat(leaving.seen).hasSize(10);
        assertThat(dispatcher.listeners()).extracting(ListenerFigures::name).containsExactly("staying");
    }

    @Test
    public void hangingListenerThatLeavesShouldNotBeInterruptedNorWaitedForMuch() {
        AtomicBoolean interrupted = new AtomicBoolean();
        Recorder returned = new Recorder();
        Delivery delivery = add("hanging", event -> {
            waitForRelease();
            interrupted.set(Thread.currentThread().isInterrupted());
            returned.on(event);
        });
        publish(dispatcher, 0, 5);
        await().until(() -> figuresOf("hanging").busySince() != null);

        dispatcher.remove("hanging");

        assertThat(delivery.isAlive()).as("still handles its event").isTrue();
        assertThat(log.lines("has not returned")).singleElement().asString().contains("org.example 1.0.0");
        released.countDown();
        await().until(() -> !delivery.isAlive());
        assertThat(interrupted).isFalse();
        assertThat(returned.seen).as("the one it was handling").containsExactly(0L);
    }

    @Test
    public void replacementShouldMissNothingWhileEventsFlow() throws InterruptedException {
        EventDispatcher large = dispatcher(1_000_000);
        Recorder old = new Recorder();
        Recorder replacement = new Recorder();
        Recorder other = new Recorder();
        large.add("old", name("listener"), old);
        large.add("other", name("other"), other);
        AtomicLong published = new AtomicLong();
        AtomicBoolean over = new AtomicBoolean();
        Thread publisher = new Thread(() -> {
            while (!over.get()) {
                if (published.get() - other.seen.size() < 10_000) {
                    large.publish(event(published.getAndIncrement()));
                }
            }
        });
        publisher.start();
        await().until(() -> old.seen.size() > 1_000);

        large.add("new", name("listener"), replacement);
        await().until(() -> !replacement.seen.isEmpty());
        large.remove("old");
        int seenByOld = old.seen.size();
        int seenByReplacement = replacement.seen.size();
        await().until(() -> replacement.seen.size() > seenByReplacement);
        over.set(true);
        publisher.join();

        await().until(() -> other.seen.size() == published.get() && replacement.lastSeen() == published.get() - 1);
        assertThat(old.seen).hasSize(seenByOld).isEqualTo(numbers(0, seenByOld));
        assertThat(replacement.seen).isEqualTo(numbers(replacement.seen.get(0), replacement.seen.size()));
        assertThat(other.seen).isEqualTo(numbers(0, other.seen.size()));
        large.deactivate();
    }

    @Test
    public void interruptOfItsOwnShouldNotReachTheNextEvent() {
        List<Boolean> interrupted = new CopyOnWriteArrayList<>();
        add("interrupting", event -> {
            interrupted.add(Thread.currentThread().isInterrupted());
            Thread.currentThread().interrupt();
        });

        publish(dispatcher, 0, 3);

        await().untilAsserted(() -> assertThat(interrupted).containsExactly(false, false, false));
    }

    @Test
    public void dispatcherThatIsStoppedShouldEndAllThreadsAndTakeNothing() {
        Recorder first = new Recorder();
        Delivery one = add("first", first);
        Delivery two = add("second", new Recorder());

        dispatcher.deactivate();
        publish(dispatcher, 0, 5);

        assertThat(one.isAlive()).isFalse();
        assertThat(two.isAlive()).isFalse();
        assertThat(first.seen).isEmpty();
    }

    @Test
    public void settingOutOfRangeShouldNameItsKey() {
        assertThatThrownBy(() -> EventDispatcher.capacity(Map.of("maxQueuedEvents", "999")))
                .hasMessageContaining("org.letterlock.events: maxQueuedEvents: ");
    }

    /** Remembers the numbers of events. */
    private static final class Recorder implements GatewayEventListener {

        final List<Long> seen = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void on(GatewayEvent event) {
            seen.add(number(event));
        }

        long lastSeen() {
            return seen.get(seen.size() - 1);
        }
    }

    private static EventDispatcher dispatcher(int capacity) {
        return new EventDispatcher(capacity, Duration.ofMillis(300), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private Delivery add(String name, GatewayEventListener listener) {
        return dispatcher.add(name, name(name), listener);
    }

    private ListenerFigures figuresOf(String name) {
        return dispatcher.listeners().stream()
                .filter(figures -> figures.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static ListenerFigures figures(String name, long delivered, long dropped, long failures) {
        return new ListenerFigures(name, "org.example", "1.0.0", delivered, dropped, failures, 0, CAPACITY, null);
    }

    private static ListenerName name(String name) {
        return new ListenerName(name, "org.example", "1.0.0");
    }

    private void waitForRelease() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void publish(EventDispatcher to, long first, int count) {
        for (long number = first; number < first + count; number++) {
            to.publish(event(number));
        }
    }

    private static GatewayEvent event(long number) {
        return new DamagedMailFound(NOW, new MailboxId(0, number), new MessageId(new UUID(0, 0)));
    }

    private static long number(GatewayEvent event) {
        return ((DamagedMailFound) event).mailbox().low();
    }

    private static List<Long> numbers(long first, int count) {
        return LongStream.range(first, first + count).boxed().toList();
    }
}
