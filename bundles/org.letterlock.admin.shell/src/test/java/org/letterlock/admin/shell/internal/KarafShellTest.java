package org.letterlock.admin.shell.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.letterlock.admin.shell.internal.FakeAdmin.ID;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Candidate;
import org.apache.karaf.shell.api.console.Command;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.impl.action.command.ManagerImpl;
import org.apache.karaf.shell.impl.console.SessionFactoryImpl;
import org.apache.karaf.shell.support.CommandException;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.testkit.admin.GatewayAdmins;

/** All commands of this bundle in Karaf's own shell. */
public class KarafShellTest {

    private final FakeAdmin admin = new FakeAdmin();
    private final ThreadIOImpl streams = new ThreadIOImpl();
    private final SessionFactoryImpl shell = new SessionFactoryImpl(streams);
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Session session = session();

    @Before
    public void start() {
        streams.start();
    }

    /** As Karaf does once the services are there that the commands and completers use. */
    private void register() throws IOException {
        ManagerImpl manager = new ManagerImpl(shell, shell);
        for (Class<?> type : services()) {
            manager.register(type);
        }
    }

    @After
    public void stop() {
        session.close();
        shell.stop();
        streams.stop();
    }

    @Test
    public void everyCommandShouldTakeJsonAndFailWithOneLineAndNoDocument() throws IOException {
        register();
        assertThat(commands())
                .contains(
                        "mailbox:proxy",
                        "proxy:sessions",
                        "proxy:targets",
                        "audit:list",
                        "audit:verify",
                        "audit:export",
                        "user:password",
                        "token:create",
                        "alarm:list",
                        "alarm:test",
                        "setting:set",
                        "certificate:install")
                .hasSizeGreaterThan(42);
        for (String command : commands()) {
            printed.reset();
            CommandException thrown =
                    catchThrowableOfType(CommandException.class, () -> session.execute(command + " --json"));
            assertThat(thrown.getMessage())
                    .as(command)
                    .isEqualTo("the administration is not there: the bundle org.letterlock.admin.core does not run");
            assertThat(printed.toString(UTF_8)).as(command).isEmpty();
        }
    }

    @Test
    public void everyCommandShouldCompleteItsOptions() throws IOException {
        shell.register(() -> GatewayAdmins.of(admin), GatewayAdmin.class);
        register();
        for (String command : commands()) {
            assertThat(values(complete(command, "--"))).as(command).contains("--json", "--help");
        }
        assertThat(values(complete("gateway:status", "--"))).contains("--settings");
        assertThat(values(complete("mailbox:proxy", ID, "--")))
                .contains("--enabled", "--targets", "--fail-open", "--keep-rejected", "--pass-suspended");
    }

    @Test
    public void idsShouldCompleteWithTheNamesOfTheirMailboxes() throws IOException {
        shell.register(() -> GatewayAdmins.of(admin), GatewayAdmin.class);
        register();
        assertThat(complete("mailbox:show", ""))
                .extracting(Candidate::value, Candidate::descr)
                .containsExactly(tuple(ID, "n"));
        assertThat(values(complete("mailbox:edit", "--json", "mbx-"))).containsExactly(ID);
        admin.failure = new AdminException(AdminException.Reason.UNAVAILABLE, "not loaded", null);
        assertThat(complete("mailbox:show", "")).isEmpty();
    }

    @Test
    public void optionsShouldCompleteBehindTheIdToo() throws IOException {
        shell.register(() -> GatewayAdmins.of(admin), GatewayAdmin.class);
        register();
        assertThat(complete("mailbox:edit", ID, "--"))
                .extracting(Candidate::value, Candidate::descr)
                .contains(
                        tuple("--name", "The new name"),
                        tuple("--description", "The new description"),
                        tuple("--json", "Print one JSON document"));
        assertThat(values(complete("mailbox:edit", ID, "--name", "x", "--d"))).contains("--description");
        assertThat(complete("mailbox:edit", ID, "")).isEmpty();
    }

    @Test
    public void secondsToWaitShouldBeANumber() throws Exception {
        shell.register(() -> GatewayAdmins.of(admin), GatewayAdmin.class);
        register();
        session.execute("gateway:drain --wait 5 --json");
        assertThat(admin.calls).containsExactly("drain 5");
        assertThatThrownBy(() -> session.execute("gateway:drain --wait soon"))
                .isInstanceOf(CommandException.class)
                .hasMessage("--wait takes a number of seconds");
        assertThat(admin.calls).hasSize(1);
    }

    private Session session() {
        PrintStream console = new PrintStream(printed, true, UTF_8);
        return shell.create(InputStream.nullInputStream(), console, console);
    }

    private static List<Class<?>> services() throws IOException {
        List<Class<?>> found = new ArrayList<>();
        String name = KarafShellTest.class.getPackageName();
        try (Stream<Path> files = Files.list(Path.of("target/classes", name.replace('.', '/')))) {
            for (Path file : files.sorted().toList()) {
                String type = name + "." + file.getFileName().toString().replace(".class", "");
                Class<?> loaded = loaded(type);
                if (loaded.isAnnotationPresent(Service.class)) {
                    found.add(loaded);
                }
            }
        }
        return found;
    }

    private static Class<?> loaded(String type) {
        try {
            return Class.forName(type);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> commands() {
        return shell.getRegistry().getCommands().stream()
                .filter(command -> List.of(
                                "mailbox",
                                "gateway",
                                "proxy",
                                "audit",
                                "user",
                                "token",
                                "alarm",
                                "setting",
                                "certificate")
                        .contains(command.getScope()))
                .map(command -> command.getScope() + ":" + command.getName())
                .toList();
    }

    private List<Candidate> complete(String command, String... words) {
        String[] parts = command.split(":", 2);
        Command found = Objects.requireNonNull(session.getRegistry().getCommand(parts[0], parts[1]));
        List<Candidate> candidates = new ArrayList<>();
        found.getCompleter(true).completeCandidates(session, line(command, words), candidates);
        return candidates;
    }

    private static List<String> values(List<Candidate> candidates) {
        return candidates.stream().map(Candidate::value).toList();
    }

    /** The cursor stands at the end of the last word. */
    private static CommandLine line(String command, String... words) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(words));
        String last = all.get(all.size() - 1);
        String buffer = String.join(" ", all);
        return new CommandLine() {
            @Override
            public int getCursorArgumentIndex() {
                return all.size() - 1;
            }

            @Override
            public String getCursorArgument() {
                return last;
            }

            @Override
            public int getArgumentPosition() {
                return last.length();
            }

            @Override
            public String[] getArguments() {
                return all.toArray(String[]::new);
            }

            @Override
            public int getBufferPosition() {
                return buffer.length();
            }

            @Override
            public String getBuffer() {
                return buffer;
            }
        };
    }
}
