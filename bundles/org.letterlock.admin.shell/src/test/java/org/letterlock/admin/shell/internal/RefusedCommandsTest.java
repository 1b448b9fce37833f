package org.letterlock.admin.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.felix.gogo.runtime.CommandNotFoundException;
import org.apache.felix.service.command.CommandSession;
import org.apache.karaf.shell.api.console.Command;
import org.apache.karaf.shell.api.console.Registry;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;
import org.junit.Test;
import org.letterlock.admin.api.AuditLog;

public class RefusedCommandsTest {

    private static final Set<List<Object>> KNOWN = Set.of(
            List.of("mailbox", "suspend"),
            List.of("mailbox", "proxy"),
            List.of("proxy", "sessions"),
            List.of("audit", "list"),
            List.of("alarm", "test"));

    private final CommandSession session = fake(CommandSession.class, "", null);
    private final Registry registry = (Registry) Proxy.newProxyInstance(
            Registry.class.getClassLoader(),
            new Class<?>[] {Registry.class},
            (proxy, method, names) -> KNOWN.contains(List.of(names)) ? fake(Command.class, "", null) : null);
    private final List<String> refused = new ArrayList<>();
    private final RefusedCommands listener =
            new RefusedCommands(log(), fake(SessionFactory.class, "getRegistry", registry));

    @Test
    public void commandThatKarafHidesShouldBeRefused() {
        String line = "x = 1; mailbox:suspend mbx-1";
        listener.beforeExecute(session, line);
        listener.afterExecute(session, line, new CommandNotFoundException("mailbox:suspend"));
        assertThat(refused).containsExactly("mailbox:suspend");
    }

    @Test
    public void commandsOfEachScopeShouldBeRefusedByTheirName() {
        listener.afterExecute(session, "proxy:sessions", new CommandNotFoundException("proxy:sessions"));
        listener.afterExecute(session, "mailbox:proxy mbx-1", new SecurityException("Insufficient credentials."));
        listener.afterExecute(session, "audit:list", new CommandNotFoundException("audit:list"));
        listener.afterExecute(session, "alarm:test", new CommandNotFoundException("alarm:test"));
        assertThat(refused).containsExactly("proxy:sessions", "mailbox:proxy", "audit:list", "alarm:test");
    }

    @Test
    public void commandWhoseArgumentsNeedAnotherRoleShouldBeRefused() {
        listener.afterExecute(session, "mailbox:suspend mbx-1", new SecurityException("Insufficient credentials."));
        assertThat(refused).containsExactly("mailbox:suspend");
    }

    @Test
    public void commandsOfOthersTyposAndFailuresShouldNotBeRefused() {
        listener.afterExecute(session, "mailbox:supsend", new CommandNotFoundException("mailbox:supsend"));
        listener.afterExecute(session, "feature:install x", new CommandNotFoundException("feature:install"));
        listener.afterExecute(session, "feature:install x", new SecurityException("Insufficient credentials."));
        listener.afterExecute(session, "mailbox:suspend x", new CommandException("there is no mailbox 'x'"));
        listener.afterExecute(session, "mailbox:suspend mbx-1", new Object());
        assertThat(refused).isEmpty();
    }

    private AuditLog log() {
        return new AuditLog() {
            @Override
            public void write(String act, Map<String, String> about, Outcome outcome, String reason) {
                assertThat(outcome).isEqualTo(Outcome.REFUSED);
                refused.add(act);
            }

            @Override
            public void write(Actor actor, String act, Map<String, String> about, Outcome outcome, String reason) {
                throw new UnsupportedOperationException("the caller acts");
            }
        };
    }

    /** Knows one method. */
    private static <T> T fake(Class<T> type, String known, @Nullable Object result) {
        return type.cast(Proxy.newProxyInstance(
                RefusedCommandsTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals(known)) {
                        return result;
                    }
                    throw new UnsupportedOperationException(method.getName());
                }));
    }
}
