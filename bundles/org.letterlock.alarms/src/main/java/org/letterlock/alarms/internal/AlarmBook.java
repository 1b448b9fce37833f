package org.letterlock.alarms.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is raised, and what was. A condition raises an alarm when it has lasted, and clears it when it has been gone for a
 * while. Not thread-safe, knows no clock.
 */
final class AlarmBook {

    private static final Duration HISTORY = Duration.ofDays(7);
    private static final int MAX_ALARMS = 1_000;

    private final Map<String, Alarm> raised = new LinkedHashMap<>();
    private final List<Alarm> history = new ArrayList<>();

    /** Since when a condition has been there that raised no alarm yet. */
    private final Map<String, Instant> present = new HashMap<>();

    /** Since when the condition of a raised alarm has been gone. */
    private final Map<String, Instant> gone = new HashMap<>();

    /** Goes on where another one ended. */
    AlarmBook(Collection<Alarm> kept) {
        for (Alarm alarm : kept) {
            if (alarm.isRaised()) {
                raised.put(alarm.key(), alarm);
            } else {
                history.add(alarm);
            }
        }
    }

    /**
     * Looks at what is wrong.
     *
     * @param conditions all that is wrong
     * @param unknown kinds of which nobody can tell now whether there are more: their alarms stay
     * @return what is to be told
     */
    List<Message> look(Collection<Condition> conditions, Set<Condition.Kind> unknown, Instant now) {
        List<Message> messages = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (Condition condition : conditions) {
            if (!keys.add(condition.key())) {
                continue;
            }
            if (raised.containsKey(condition.key()) || raised.size() >= MAX_ALARMS) {
                continue;
            }
            Instant since = present.computeIfAbsent(condition.key(), key -> now);
            if (!now.isBefore(since.plus(condition.kind().raiseAfter))) {
                Alarm alarm = Alarm.raised(condition, since);
                raised.put(alarm.key(), alarm);
                messages.add(new Message(Message.Event.RAISED, alarm));
            }
        }
        present.keySet().removeIf(key -> !keys.contains(key) || raised.containsKey(key));
        clear(keys, unknown, now, messages);
        return messages;
    }

    private void clear(Set<String> keys, Set<Condition.Kind> unknown, Instant now, List<Message> messages) {
        for (Alarm alarm : List.copyOf(raised.values())) {
            Condition.Kind kind = Condition.Kind.of(alarm.kind());
            if (keys.contains(alarm.key()) || unknown.contains(kind)) {
                gone.remove(alarm.key());
                continue;
            }
            Instant since = gone.computeIfAbsent(alarm.key(), key -> now);
            if (!now.isBefore(since.plus(kind.clearAfter))) {
                Alarm cleared = alarm.cleared(since);
                raised.remove(alarm.key());
                gone.remove(alarm.key());
                history.add(cleared);
                messages.add(new Message(Message.Event.CLEARED, cleared));
            }
        }
        history.removeIf(alarm ->
                alarm.cleared() != null && Instant.parse(alarm.cleared()).isBefore(now.minus(HISTORY)));
        while (history.size() + raised.size() > MAX_ALARMS && !history.isEmpty()) {
            history.remove(0);
        }
    }

    /** The raised ones first, the latest first. */
    List<Alarm> alarms() {
        Comparator<Alarm> latestFirst = Comparator.comparing((Alarm alarm) -> Instant.parse(alarm.since()))
                .reversed();
        List<Alarm> all = new ArrayList<>(raised.values());
        all.sort(latestFirst);
        List<Alarm> past = new ArrayList<>(history);
        past.sort(latestFirst);
        all.addAll(past);
        return all;
    }
}
