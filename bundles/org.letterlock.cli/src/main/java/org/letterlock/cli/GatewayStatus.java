package org.letterlock.cli;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What this command needs of {@code gateway:status --json}.
 *
 * @param ready whether the gateway is ready
 * @param drained whether an operator wants it to serve no new connection: it has started, but will not be ready by itself
 * @param broken whether it stays unready until somebody acts: something has failed, and all else that is away waits for that
 * @param problems what it says is wrong, a line each
 * @param listeners its ports
 * @param end where the store's log ends, {@code segment:offset}; empty while there is no store
 */
record GatewayStatus(
        boolean ready, boolean drained, boolean broken, List<String> problems, List<Listener> listeners, String end) {

    private static final String FAILED = "failed";

    /** A port: the address it binds, and its state as the gateway says it. */
    record Listener(String name, String address, int port, String state) {}

    private record Component(String bundle, String state, String reason) {
        boolean failed() {
            return state.equals(FAILED);
        }

        boolean isDownFor(String symbolicName) {
            return bundle.startsWith(symbolicName + " ") && (failed() || reason.contains(", which failed: "));
        }
    }

    static GatewayStatus parse(String json) throws CliException {
        Map<String, @Nullable Object> status = Json.object(json);
        List<Listener> listeners = list(status, "listeners").stream()
                .map(GatewayStatus::object)
                .map(listener -> new Listener(
                        text(listener, "name"),
                        text(listener, "address"),
                        Integer.parseInt(text(listener, "port")),
                        text(listener, "state")))
                .toList();
        List<Component> components = list(status, "components").stream()
                .map(GatewayStatus::object)
                .map(component ->
                        new Component(text(component, "bundle"), text(component, "state"), text(component, "reason")))
                .toList();
        Object store = status.get("store");
        boolean stores = isThere(store != null, "org.letterlock.storage.log", components)
                && (store == null || Boolean.TRUE.equals(object(store).get("writable")));
        boolean mailboxes = isThere(!"-1".equals(status.get("mailboxes")), "org.letterlock.mailbox.core", components);
        return new GatewayStatus(
                Boolean.TRUE.equals(status.get("ready")),
                Boolean.TRUE.equals(status.get("drained")),
                stores && mailboxes && areLost(listeners, components),
                list(status, "problems").stream().map(String::valueOf).toList(),
                listeners,
                store == null ? "" : text(object(store), "end"));
    }

    /** Whether there is nothing to wait for: it is there, or will not come. */
    private static boolean isThere(boolean provided, String bundle, List<Component> components) {
        return provided || components.stream().anyMatch(component -> component.isDownFor(bundle));
    }

    private static boolean areLost(List<Listener> listeners, List<Component> components) {
        boolean failedPart = components.stream().anyMatch(Component::failed);
        return (failedPart || listeners.stream().anyMatch(port -> port.state.equals(FAILED)))
                && (failedPart || listeners.stream().noneMatch(port -> port.state.equals("waiting")));
    }

    private static List<?> list(Map<?, ?> object, String name) {
        return object.get(name) instanceof List<?> list ? list : List.of();
    }

    private static Map<?, ?> object(@Nullable Object value) {
        return value instanceof Map<?, ?> object ? object : Map.of();
    }

    private static String text(Map<?, ?> object, String name) {
        return Objects.toString(object.get(name), "");
    }

    Listener listener(String name) throws CliException {
        return listeners.stream()
                .filter(listener -> listener.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new CliException(CliException.FAILED, "there is no listener " + name));
    }
}
