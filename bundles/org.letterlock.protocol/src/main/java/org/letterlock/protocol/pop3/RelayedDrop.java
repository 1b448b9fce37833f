package org.letterlock.protocol.pop3;

import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a relayed session knows of the remote maildrop: which mails are kept, and which ones the client has deleted and the
 * remote server does not know of yet, because no copy of them is kept.
 */
final class RelayedDrop {

    /** The positive reply to LIST for one mail. */
    static final Pattern SIZE = Pattern.compile("\\+OK +\\d+ +(\\d{1,18})(?:\\s.*)?");

    private static final Pattern TOTALS = Pattern.compile("\\+OK (\\d{1,9}) (\\d{1,18})(.*)");

    private static final int MAX_DEFERRED = 100_000;

    private final Set<Integer> kept = new HashSet<>();
    private final SortedMap<Integer, Long> deferred = new TreeMap<>();

    void keep(int number) {
        kept.add(number);
    }

    boolean isKept(int number) {
        return kept.contains(number);
    }

    /** Whether no more deletions can be remembered. */
    boolean isFull() {
        return deferred.size() >= MAX_DEFERRED;
    }

    /** The client has deleted a mail that is not kept. */
    void defer(int number, long octets) {
        deferred.put(number, octets);
    }

    boolean isDeferred(int number) {
        return deferred.containsKey(number);
    }

    /** Nothing is deleted any more. */
    void reset() {
        deferred.clear();
    }

    /** Takes the number of a mail that is to be kept and then deleted, 0 if there is none. */
    int takeDeferred() {
        if (deferred.isEmpty()) {
            return 0;
        }
        int number = deferred.firstKey();
        deferred.remove(number);
        return number;
    }

    /** The positive reply to STAT, less what the client has deleted. */
    String totals(String line) {
        Matcher totals = TOTALS.matcher(line);
        if (deferred.isEmpty() || !totals.matches()) {
            return line;
        }
        long octets = deferred.values().stream().mapToLong(Long::longValue).sum();
        return "+OK " + Math.max(0, Integer.parseInt(totals.group(1)) - deferred.size()) + " "
                + Math.max(0, Long.parseLong(totals.group(2)) - octets) + totals.group(3);
    }

    /** Whether a line of a listing is of a mail that the client still sees. */
    boolean shows(String line) {
        int end = 0;
        while (end < line.length() && line.charAt(end) >= '0' && line.charAt(end) <= '9') {
            end++;
        }
        return deferred.isEmpty() || end == 0 || end > 9 || !isDeferred(Integer.parseInt(line.substring(0, end)));
    }
}
