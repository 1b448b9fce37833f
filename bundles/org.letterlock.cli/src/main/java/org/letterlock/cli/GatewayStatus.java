package org.letterlock.cli;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What this command needs of {@code gateway:status --json}.
 *
 * @param ready whether the gateway is ready
 * @param problems what it says is wrong, as JSON
 * @param ports the listeners' ports by name
 * @param end where the store's log ends, {@code segment:offset}
 */
record GatewayStatus(boolean ready, String problems, Map<String, Integer> ports, String end) {

    private static final Pattern READY = Pattern.compile("\"ready\"\\s*:\\s*(true|false)");
    private static final Pattern PROBLEMS = Pattern.compile("\"problems\"\\s*:\\s*\\[([^\\]]*)\\]");
    private static final Pattern END = Pattern.compile("\"end\"\\s*:\\s*\"([0-9]+:[0-9]+)\"");
    private static final Pattern LISTENER = Pattern.compile("\\{[^{}]*\"protocol\"[^{}]*\\}");
    private static final Pattern NAME = Pattern.compile("\"name\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern PORT = Pattern.compile("\"port\"\\s*:\\s*([0-9]+)");

    static GatewayStatus parse(String json) {
        Matcher ready = READY.matcher(json);
        Matcher problems = PROBLEMS.matcher(json);
        Matcher end = END.matcher(json);
        Map<String, Integer> ports = new TreeMap<>();
        Matcher listener = LISTENER.matcher(json);
        while (listener.find()) {
            Matcher name = NAME.matcher(listener.group());
            Matcher port = PORT.matcher(listener.group());
            if (name.find() && port.find()) {
                ports.put(name.group(1).toLowerCase(Locale.ROOT), Integer.valueOf(port.group(1)));
            }
        }
        return new GatewayStatus(
                ready.find() && "true".equals(ready.group(1)),
                problems.find() ? problems.group(1).trim() : "",
                ports,
                end.find() ? end.group(1) : "");
    }

    int port(String listener) throws CliException {
        return Optional.ofNullable(ports.get(listener))
                .orElseThrow(() -> new CliException(CliException.FAILED, "there is no listener " + listener));
    }
}
