package org.letterlock.admin.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.principal.UserPrincipal;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;
import org.junit.Test;
import org.letterlock.admin.api.NewToken;
import org.letterlock.admin.api.NewUser;
import org.letterlock.admin.api.Role;
import org.letterlock.admin.api.TokenView;
import org.letterlock.admin.api.UserAdmin;
import org.letterlock.admin.api.UserView;

public class UserCommandsTest {

    private static final UserView ANNA =
            new UserView("anna", EnumSet.of(Role.AUDITOR, Role.OPERATOR), false, true, null);
    private static final TokenView TOKEN =
            new TokenView("t1", "anna", "nightly", Set.of(Role.OPERATOR), Instant.EPOCH, null, null);

    private final List<String> calls = new ArrayList<>();
    private @Nullable Instant expires;

    private final UserAdmin users = (UserAdmin) Proxy.newProxyInstance(
            UserAdmin.class.getClassLoader(), new Class<?>[] {UserAdmin.class}, (proxy, method, arguments) -> {
                StringBuilder call = new StringBuilder(method.getName());
                for (Object argument : arguments == null ? new Object[0] : arguments) {
                    if (argument instanceof Instant end) {
                        expires = end;
                    } else {
                        call.append(' ').append(argument instanceof char[] text ? new String(text) : argument);
                    }
                }
                calls.add(call.toString());
                return switch (method.getName()) {
                    case "users" -> List.of(ANNA);
                    case "createUser", "resetUser" -> new NewUser("anna", "pw");
                    case "tokens" -> List.of(TOKEN);
                    case "createToken" -> new NewToken(TOKEN, "llt_secret");
                    case "deleteUser", "revokeToken" -> null;
                    default -> ANNA;
                };
            });

    private final CommandRunner runner = new CommandRunner(users);

    @Test
    public void usersShouldBeListed() throws CommandException {
        assertThat(runner.run(new ListUsers())).containsPattern("anna +\\| operator,auditor +\\| - +\\| yes +\\| -");
        ListUsers list = new ListUsers();
        list.json = true;
        assertThat(runner.run(list))
                .contains("[{\"name\":\"anna\",\"roles\":[")
                .contains("\"secondFactor\":false,\"mustChangePassword\":true,\"lastSignIn\":null}]");
    }

    @Test
    public void userShouldBeCreatedChangedResetAndDeleted() throws CommandException {
        assertThat(run(new CreateUser(), "anna", "operator, auditor"))
                .contains("anna", "pw  (not shown again; must be changed)");
        assertThat(run(new CreateUser(), "anna", "viewer", "--json"))
                .isEqualToIgnoringNewLines("{\"name\":\"anna\",\"password\":\"pw\"}");
        assertThat(run(new SetUserRoles(), "anna", "admin")).isEqualToIgnoringNewLines("anna is operator,auditor");
        assertThat(run(new ResetUser(), "anna")).contains("pw  (not shown again; must be changed)");
        assertThat(run(new RemoveSecondFactor(), "anna")).isEqualToIgnoringNewLines("anna has no second factor");
        assertThat(run(new DeleteUser(), "anna", "--json"))
                .isEqualToIgnoringNewLines("{\"name\":\"anna\",\"deleted\":true}");
        assertThat(calls)
                .containsExactly(
                        "createUser anna [OPERATOR, AUDITOR]",
                        "createUser anna [VIEWER]",
                        "setRoles anna [ADMIN]",
                        "resetUser anna",
                        "removeSecondFactor anna",
                        "deleteUser anna");
    }

    @Test
    public void tokenShouldBeListedCreatedAndRevoked() throws CommandException {
        assertThat(runner.run(new ListTokens()))
                .containsPattern("t1 +\\| anna +\\| nightly +\\| operator +\\| 1970-01-01T00:00:00Z +\\| - +\\| -");
        assertThat(run(new CreateToken(), "anna", "nightly", "operator"))
                .contains("t1", "llt_secret  (not shown again)");
        Instant before = Instant.now();
        assertThat(run(new CreateToken(), "anna", "nightly", "operator", "90", "--json"))
                .contains("\"id\":\"t1\"", "\"secret\":\"llt_secret\"");
        assertThat(expires)
                .isBetween(before.plus(89, ChronoUnit.DAYS), Instant.now().plus(90, ChronoUnit.DAYS));
        assertThat(run(new RevokeToken(), "t1")).isEqualToIgnoringNewLines("t1 is revoked");
        assertThat(calls)
                .containsExactly(
                        "tokens",
                        "createToken anna nightly [OPERATOR] null",
                        "createToken anna nightly [OPERATOR]",
                        "revokeToken t1");
    }

    @Test
    public void wordsThatCannotBeShouldBeSaid() {
        assertFails(new CreateUser(), "give name and roles, such as: user:create anna operator,auditor", "anna");
        assertFails(
                new CreateUser(), "there is no role 'root': admin, operator, viewer, auditor", "anna", "viewer,root");
        assertFails(new SetUserRoles(), "give name and roles, such as: user:roles anna operator,auditor");
        assertFails(new ResetUser(), "give the name of one user", "anna", "berta");
        assertFails(new DeleteUser(), "give the name of one user");
        assertFails(new RevokeToken(), "give the id of one token; token:list shows them");
        assertFails(new CreateToken(), "days are a number from 1 to 99999", "anna", "t", "viewer", "soon");
        assertFails(
                new CreateToken(),
                "give user, name, roles and perhaps days, such as: token:create anna nightly viewer 90",
                "anna");
        assertThat(calls).isEmpty();
    }

    @Test
    public void ownPasswordShouldBeChangedOfWhoIsLoggedIn() throws Exception {
        ChangeOwnPassword command = new ChangeOwnPassword();
        command.fromInput = true;
        runner.input = "old one\nnew one\n";
        assertThat(as("anna", command)).isEqualToIgnoringNewLines("the password of anna is changed");
        assertThat(calls).containsExactly("changeUserPassword anna old one new one");
        runner.input = "old one\n";
        assertThatThrownBy(() -> as("anna", command)).hasMessage("no new password was given, nothing is done");
        assertThatThrownBy(() -> runner.run(command)).hasMessage("nobody is logged in");
        assertThat(calls).hasSize(1);
    }

    @SuppressWarnings("removal") // As Karaf does.
    private String as(String user, ChangeOwnPassword command) throws Exception {
        Subject subject = new Subject();
        subject.getPrincipals().add(new UserPrincipal(user));
        try {
            return Subject.doAs(subject, (PrivilegedExceptionAction<String>) () -> runner.run(command));
        } catch (PrivilegedActionException e) {
            throw e.getException();
        }
    }

    private String run(WordsCommand<?> command, String... words) throws CommandException {
        command.words = List.of(words);
        return runner.run(command);
    }

    private void assertFails(WordsCommand<?> command, String message, String... words) {
        assertThatThrownBy(() -> run(command, words))
                .isInstanceOf(CommandException.class)
                .hasMessage(message);
    }
}
