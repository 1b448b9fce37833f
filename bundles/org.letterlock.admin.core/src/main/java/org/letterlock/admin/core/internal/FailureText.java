package org.letterlock.admin.core.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reduces the stack trace with which the component runtime describes a failed activation to its one telling line. */
final class FailureText {

    private static final int MAX_LENGTH = 500;

    /** A throwable's own line in a printed stack trace, at its start or behind "Caused by:". */
    private static final Pattern THROWABLE =
            Pattern.compile("^(?:\\s*Caused by: )?((?:[\\w$]+\\.)+[\\w$]+)(?:: (.*))?$");

    private FailureText() {}

    /** The message of our own innermost exception: it was written for people; else the root cause with its type. */
    static String line(String trace) {
        List<Matcher> throwables = throwables(trace);
        if (throwables.isEmpty()) {
            return cut(trace.strip().lines().findFirst().orElse("no reason given"));
        }
        for (int i = throwables.size() - 1; i >= 0; i--) {
            String message = throwables.get(i).group(2);
            if (OurBundles.contains(throwables.get(i).group(1)) && message != null) {
                return cut(message);
            }
        }
        Matcher root = throwables.get(throwables.size() - 1);
        String type = root.group(1).substring(root.group(1).lastIndexOf('.') + 1);
        return cut(root.group(2) == null ? type : type + ": " + root.group(2));
    }

    private static List<Matcher> throwables(String trace) {
        List<Matcher> found = new ArrayList<>();
        for (String line : trace.lines().toList()) {
            Matcher matcher = THROWABLE.matcher(line);
            if (matcher.matches()) {
                found.add(matcher);
            }
        }
        return found;
    }

    private static String cut(String line) {
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "...";
    }
}
