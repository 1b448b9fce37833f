package org.letterlock.itests.karaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.itests.client.Eventually.eventually;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.security.PrivilegedAction;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;

/** Which commands each role may use. A command that the access lists do not name is for administrators only: it fails here. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class CommandAccessIT {

    private static final Set<String> SCOPES = Set.of("mailbox", "gateway", "proxy");

    /** All that changes nothing and shows no secret. */
    private static final Set<String> FOR_VIEWERS =
            Set.of("mailbox:list", "mailbox:show", "gateway:status", "proxy:targets");

    @Inject
    @SuppressWarnings("NullAway.Init")
    private SessionFactory shells;

    @Configuration
    public Option[] gateway() throws IOException {
        return GatewayOptions.gateway();
    }

    @Before
    public void awaitCommands() {
        eventually(() -> assertThat(commands()).contains("mailbox:delete").containsAll(FOR_VIEWERS));
    }

    @Test
    public void viewerShouldUseOnlyWhatChangesNothing() {
        assertThat(usableBy("viewer")).isEqualTo(FOR_VIEWERS);
    }

    @Test
    public void operatorAndAdministratorShouldUseAll() {
        assertThat(usableBy("operator")).isEqualTo(commands());
        assertThat(usableBy("admin")).isEqualTo(commands());
    }

    @Test
    public void userOfTheShellWithoutSuchARoleShouldUseNone() {
        assertThat(usableBy("ssh")).isEmpty();
    }

    /** All there are: an administrator sees those without an access list too. */
    private Set<String> commands() {
        return as(
                "admin",
                () -> shells.getRegistry().getCommands().stream()
                        .filter(command -> SCOPES.contains(command.getScope()))
                        .map(command -> command.getScope() + ":" + command.getName())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private Set<String> usableBy(String role) {
        Set<String> usable = new TreeSet<>(commands());
        as(role, () -> usable.removeIf(this::isRefused));
        return usable;
    }

    /** In a thread of its own: the shell remembers by thread what is visible. */
    private static <T> T as(String role, PrivilegedAction<T> act) {
        Subject subject = new Subject(true, Set.of(new RolePrincipal(role)), Set.of(), Set.of());
        return CompletableFuture.supplyAsync(() -> Subject.doAs(subject, act), task -> new Thread(task).start())
                .join();
    }

    /** Whether it is kept from the subject of this thread. Asks for the help only, which the same check comes before. */
    private boolean isRefused(String command) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        try (Session session = shells.create(InputStream.nullInputStream(), nowhere, nowhere)) {
            session.execute(command + " --help");
            return false;
        } catch (Exception e) {
            assertThat(e.getClass().getSimpleName())
                    .as(e.toString())
                    .isIn("CommandNotFoundException", "SecurityException");
            return true;
        }
    }
}
