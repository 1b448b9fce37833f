package org.letterlock.users.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.AdminException.Reason;
import org.letterlock.admin.api.NewToken;
import org.letterlock.admin.api.NewUser;
import org.letterlock.admin.api.Role;
import org.letterlock.admin.api.SecondFactor;
import org.letterlock.admin.api.TokenView;
import org.letterlock.admin.api.UserView;

public class RealmUserAdminTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private TestUsers users;

    @Before
    public void start() throws Exception {
        users = new TestUsers(folder.getRoot().toPath());
    }

    @Test
    public void usersShouldBeThoseOfTheRealm() throws Exception {
        assertThat(users.admin.users()).containsExactly(new UserView("admin", Set.of(Role.ADMIN), false, false, null));
        Files.writeString(users.realmFile, TestUsers.REALM + "Bob_Smith = pw,viewer,auditor,manager\n");
        assertThat(users.admin.user("Bob_Smith").roles()).containsExactlyInAnyOrder(Role.VIEWER, Role.AUDITOR);
        assertFails(Reason.NOT_FOUND, "there is no user of that name", () -> users.admin.user("eve"));
    }

    @Test
    public void newUserShouldHaveADigestRolesAndAPasswordToChange() throws Exception {
        NewUser created = users.admin.createUser("eve.1", EnumSet.of(Role.OPERATOR, Role.AUDITOR));
        assertThat(created.password()).matches("([a-z2-9]{6}-){3}[a-z2-9]{6}");
        assertThat(users.realm())
                .startsWith(TestUsers.REALM)
                .contains("\neve.1 = {CRYPT}1:" + created.password() + "{CRYPT},operator,auditor,ssh\n");
        assertThat(users.admin.user("eve.1"))
                .isEqualTo(new UserView("eve.1", Set.of(Role.OPERATOR, Role.AUDITOR), false, true, null));
        users.restart();
        assertThat(users.admin.user("eve.1").mustChangePassword()).isTrue();
        assertThat(permissions(users.realmFile)).isEqualTo("rw-------");
        assertThat(permissions(users.stateFile)).isEqualTo("rw-------");
        assertThat(Files.readString(users.stateFile)).doesNotContain(created.password());
        assertThat(users.etc.toFile().list()).containsExactlyInAnyOrder("users.properties", "keys.properties");
    }

    @Test
    public void namesThatCannotBeShouldBeRefused() throws Exception {
        for (String name : List.of("", "Eve", "e e", "-e", "_g_:admingroup", "e=f", "e\n", "é", "e".repeat(41))) {
            assertThat(catchThrowableOfType(
                                    AdminException.class, () -> users.admin.createUser(name, Set.of(Role.VIEWER)))
                            .reason())
                    .as(name)
                    .isEqualTo(Reason.INVALID);
        }
        assertFails(Reason.INVALID, "give one role at least", () -> users.admin.createUser("eve", Set.of()));
        assertFails(
                Reason.CONFLICT,
                "there is a user 'admin' already",
                () -> users.admin.createUser("admin", Set.of(Role.VIEWER)));
        assertFails(
                Reason.CONFLICT,
                "there is a user 'local' already",
                () -> users.admin.createUser("local", Set.of(Role.VIEWER)));
        assertThat(users.realm()).isEqualTo(TestUsers.REALM);
        users.admin.createUser("e".repeat(40), Set.of(Role.VIEWER));
    }

    @Test
    public void lastAdministratorShouldStay() throws Exception {
        String message = "nobody would be an administrator any more";
        assertFails(Reason.CONFLICT, message, () -> users.admin.deleteUser("admin"));
        assertFails(Reason.CONFLICT, message, () -> users.admin.setRoles("admin", Set.of(Role.OPERATOR)));
        assertThat(users.realm()).isEqualTo(TestUsers.REALM);
        users.admin.createUser("eve", Set.of(Role.VIEWER));
        users.admin.deleteUser("eve");
        users.admin.createUser("eve", EnumSet.of(Role.ADMIN, Role.VIEWER));
        assertThat(users.admin.user("eve").roles()).containsExactly(Role.ADMIN);
        assertThat(users.admin.setRoles("admin", Set.of(Role.OPERATOR)).roles()).containsExactly(Role.OPERATOR);
        assertFails(Reason.CONFLICT, message, () -> users.admin.setRoles("eve", Set.of(Role.AUDITOR)));
        users.admin.deleteUser("admin");
        assertThat(users.realm()).startsWith("# Users of the shell.\n").doesNotContain("admin =");
    }

    @Test
    public void deletedUserShouldLeaveNothingForANamesake() throws Exception {
        Files.writeString(users.realmFile, TestUsers.REALM + "anna = {CRYPT}0:x{CRYPT},viewer,ssh\n");
        users.admin.createToken("anna", "script", Set.of(Role.VIEWER), null);
        users.admin.beginSecondFactor("anna");
        users.admin.deleteUser("anna");
        assertThat(users.realm()).isEqualTo(TestUsers.REALM);
        assertThat(users.admin.tokens()).isEmpty();
        assertThat(Files.readString(users.stateFile)).doesNotContain("anna");
        assertThat(Files.readString(users.etc.resolve("keys.properties")))
                .isEqualTo("_g_\\:admingroup = group,admin,ssh\nlocal = AAAA,_g_:admingroup\n");
        users.admin.createUser("anna", Set.of(Role.VIEWER));
        assertThat(users.admin.user("anna").secondFactor()).isFalse();
    }

    @Test
    public void ownPasswordShouldBeChangedByWhoKnowsIt() throws Exception {
        assertFails(
                Reason.DENIED, "the current password is another one", () -> change("admin", "other", "new password"));
        for (String next :
                List.of("short", "ä".repeat(37), "x".repeat(73), "tab\tin the password", "my admin password")) {
            assertThat(catchThrowableOfType(AdminException.class, () -> change("admin", "first password", next))
                            .reason())
                    .as(next)
                    .isEqualTo(Reason.INVALID);
        }
        assertFails(
                Reason.INVALID,
                "the new password looks like a digest",
                () -> change("admin", "first password", "{CRYPT}0:first password{CRYPT}"));
        assertFails(
                Reason.INVALID,
                "the new password is the current one",
                () -> change("admin", "first password", "first password"));
        assertThat(users.realm()).isEqualTo(TestUsers.REALM);
        change("admin", "first password", "ä".repeat(36));
        change("admin", "ä".repeat(36), "x".repeat(72));
    }

    @Test
    public void firstPasswordShouldBeChangedWhileItLiesInItsFile() throws Exception {
        Files.writeString(users.initialPassword, "first password\n");
        assertThat(users.admin.user("admin").mustChangePassword()).isTrue();
        assertThat(change("admin", "first password", "second password").mustChangePassword())
                .isFalse();
        assertThat(users.initialPassword).doesNotExist();
        users.restart();
        assertThat(users.admin.user("admin").mustChangePassword()).isFalse();
    }

    @Test
    public void resetShouldTakePasswordAndSecondFactorAway() throws Exception {
        Files.writeString(users.initialPassword, "first password\n");
        confirmed("admin");
        NewUser reset = users.admin.resetUser("admin");
        assertThat(users.realm()).contains("admin = {CRYPT}1:" + reset.password() + "{CRYPT},_g_:admingroup\n");
        assertThat(users.admin.user("admin").mustChangePassword()).isTrue();
        assertThat(users.admin.user("admin").secondFactor()).isFalse();
        assertThat(users.initialPassword).doesNotExist();
        assertFails(Reason.NOT_FOUND, "there is no user of that name", () -> users.admin.resetUser("eve"));
    }

    @Test
    public void secondFactorShouldHoldOnceACodeWasSeen() throws Exception {
        assertFails(
                Reason.CONFLICT,
                "no second factor waits for being confirmed",
                () -> users.admin.confirmSecondFactor("admin", "123456"));
        SecondFactor begun = users.admin.beginSecondFactor("admin");
        assertThat(begun.secret()).matches("[A-Z2-7]{32}");
        assertThat(begun.uri())
                .isEqualTo("otpauth://totp/Letterlock%20mail.example.org:admin?secret=" + begun.secret()
                        + "&issuer=Letterlock%20mail.example.org");
        assertThat(users.admin.user("admin").secondFactor()).isFalse();
        SecondFactor again = users.admin.beginSecondFactor("admin");
        assertThat(again.secret()).isNotEqualTo(begun.secret());
        for (String code : List.of("", "12345", "1234567", "abcdef", Codes.of(begun.secret(), users.clock.instant()))) {
            assertFails(
                    Reason.DENIED, "that is not the code of now", () -> users.admin.confirmSecondFactor("admin", code));
        }
        users.restart();
        String code = Codes.of(again.secret(), users.clock.instant());
        assertThat(users.admin.confirmSecondFactor("admin", code).secondFactor())
                .isTrue();
        assertFails(
                Reason.CONFLICT, "the user has a second factor already", () -> users.admin.beginSecondFactor("admin"));
        assertThat(users.admin.removeSecondFactor("admin").secondFactor()).isFalse();
    }

    @Test
    public void tokenShouldBeShownOnceAndKeptAsDigest() throws Exception {
        users.admin.createUser("eve", EnumSet.of(Role.OPERATOR, Role.VIEWER));
        NewToken created = users.admin.createToken(
                "eve", "nightly", Set.of(Role.VIEWER), users.clock.instant().plusSeconds(60));
        assertThat(created.secret()).matches("llt_[A-Za-z0-9_-]{43}");
        TokenView view = created.token();
        assertThat(view.user()).isEqualTo("eve");
        assertThat(view.roles()).containsExactly(Role.VIEWER);
        assertThat(view.lastUsed()).isNull();
        users.restart();
        assertThat(users.admin.tokens()).containsExactly(view);
        assertThat(Files.readString(users.stateFile))
                .contains(Secrets.sha256(created.secret()))
                .doesNotContain(created.secret());
        users.admin.revokeToken(view.id());
        assertThat(users.admin.tokens()).isEmpty();
        assertFails(Reason.NOT_FOUND, "there is no token of that id", () -> users.admin.revokeToken(view.id()));
    }

    @Test
    public void tokensThatCannotBeShouldBeRefused() throws Exception {
        users.admin.createUser("eve", Set.of(Role.OPERATOR));
        assertFails(
                Reason.INVALID,
                "a token can have the roles of its user only",
                () -> users.admin.createToken("eve", "t", EnumSet.of(Role.OPERATOR, Role.VIEWER), null));
        assertFails(
                Reason.INVALID,
                "the token would have expired already",
                () -> users.admin.createToken("eve", "t", Set.of(Role.OPERATOR), users.clock.instant()));
        assertFails(
                Reason.INVALID, "give one role at least", () -> users.admin.createToken("eve", "t", Set.of(), null));
        for (String name : List.of("", " ", "x".repeat(81), "a\nb")) {
            assertFails(
                    Reason.INVALID,
                    "a token's name is 1 to 80 characters",
                    () -> users.admin.createToken("eve", name, Set.of(Role.OPERATOR), null));
        }
        for (int i = 0; i < 50; i++) {
            users.admin.createToken("eve", "t" + i, Set.of(Role.OPERATOR), null);
        }
        assertFails(
                Reason.CONFLICT,
                "the user has 50 tokens already",
                () -> users.admin.createToken("eve", "t", Set.of(Role.OPERATOR), null));
        users.admin.createToken("admin", "x".repeat(80), Set.of(Role.OPERATOR), null);
    }

    @Test
    public void changesSideBySideShouldAllBeKept() throws Exception {
        int count = 40;
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Object>> acts = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String name = "user" + i;
                acts.add(() -> {
                    create(name);
                    return users.admin.createToken(name, "t", Set.of(Role.VIEWER), null);
                });
            }
            for (Future<Object> act : threads.invokeAll(acts)) {
                act.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(users.realm()).startsWith(TestUsers.REALM);
        users.restart();
        assertThat(users.admin.users()).hasSize(count + 1);
        assertThat(users.admin.tokens()).hasSize(count);
    }

    /** Digests are made two at a time, and who does not get a turn is told so. */
    private void create(String name) throws AdminException {
        while (true) {
            try {
                users.admin.createUser(name, Set.of(Role.VIEWER));
                return;
            } catch (AdminException e) {
                assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE);
                Thread.onSpinWait();
            }
        }
    }

    @Test
    public void realmThatCannotBeReadShouldBeSaid() throws Exception {
        Files.delete(users.realmFile);
        assertFails(
                Reason.UNAVAILABLE,
                "the files of the users cannot be used: java.nio.file.NoSuchFileException: " + users.realmFile,
                () -> users.admin.users());
    }

    private void confirmed(String name) throws AdminException {
        SecondFactor begun = users.admin.beginSecondFactor(name);
        users.admin.confirmSecondFactor(name, Codes.of(begun.secret(), users.clock.instant()));
        users.clock.pass(Duration.ofSeconds(90));
    }

    private UserView change(String name, String current, String next) throws AdminException {
        return users.admin.changeUserPassword(name, current.toCharArray(), next.toCharArray());
    }

    private static void assertFails(Reason reason, String message, ThrowingCallable act) {
        AdminException thrown = catchThrowableOfType(AdminException.class, act);
        assertThat(thrown).hasMessage(message);
        assertThat(thrown.reason()).isEqualTo(reason);
    }

    private static String permissions(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
