package org.letterlock.users.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.letterlock.admin.api.NewToken;
import org.letterlock.admin.api.Role;
import org.letterlock.admin.api.SignIn.Attempt;
import org.letterlock.admin.api.SignIn.Outcome;

public class ThrottledSignInTest {

    private static final Attempt DENIED = new Attempt(Outcome.DENIED, null, 0);
    private static final InetAddress HERE = address("192.0.2.1");
    private static final InetAddress THERE = address("192.0.2.66");
    private static final String RIGHT = "first password";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private TestUsers users;

    @Before
    public void start() throws Exception {
        users = new TestUsers(folder.getRoot().toPath());
    }

    @Test
    public void rightPasswordShouldBeAcceptedAuditedAndRemembered() throws Exception {
        Attempt attempt = signIn("admin", RIGHT, null);
        assertThat(attempt.outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(Objects.requireNonNull(attempt.user()).roles()).containsExactly(Role.ADMIN);
        assertThat(users.audit).containsExactly("admin console 192.0.2.1 signIn DONE ");
        users.restart();
        assertThat(users.admin.user("admin").lastSignIn()).isEqualTo("2026-01-01T12:00:10Z");
    }

    @Test
    public void wrongPasswordsAndUnknownUsersShouldLookAlike() {
        assertThat(signIn("admin", "wrong", null)).isEqualTo(DENIED);
        pass(60);
        assertThat(signIn("nobody", RIGHT, null)).isEqualTo(DENIED);
        pass(60);
        assertThat(signIn("_g_:admingroup", "group", null)).isEqualTo(DENIED);
        pass(60);
        assertThat(signIn("admin", RIGHT + "x".repeat(100), null)).isEqualTo(DENIED);
        assertThat(users.hash.compared).hasValue(4);
        assertThat(users.audit)
                .containsExactly(
                        "admin console 192.0.2.1 signIn REFUSED user or password is wrong",
                        "nobody console 192.0.2.1 signIn REFUSED user or password is wrong",
                        "- console 192.0.2.1 signIn REFUSED user or password is wrong",
                        "admin console 192.0.2.1 signIn REFUSED user or password is wrong");
    }

    @Test
    public void guessesShouldBeSlowedByAddressAndByUser() {
        assertThat(signIn("admin", "wrong", null)).isEqualTo(DENIED);
        assertThat(signIn("admin", RIGHT, null)).isEqualTo(slowed(1));
        assertThat(users.signIn.password("admin", RIGHT.toCharArray(), null, THERE, "rest"))
                .isEqualTo(slowed(1));
        assertThat(signIn("eve", "wrong", null)).isEqualTo(slowed(1));
        pass(1);
        assertThat(signIn("admin", "wrong", null)).isEqualTo(DENIED);
        assertThat(signIn("admin", RIGHT, null)).isEqualTo(slowed(2));
        pass(2);
        assertThat(signIn("admin", RIGHT, null).outcome()).isEqualTo(Outcome.ACCEPTED);
        // Nobody is asked, and nothing is written, for those who were turned away.
        assertThat(users.hash.compared).hasValue(3);
        assertThat(users.audit).hasSize(3);
        assertThat(signIn("admin", RIGHT, null).outcome()).isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    public void delayShouldEndAtItsLimit() {
        for (int i = 0; i < 10; i++) {
            signIn("admin", "wrong", null);
            pass(60);
        }
        signIn("admin", "wrong", null);
        assertThat(signIn("admin", RIGHT, null)).isEqualTo(slowed(60));
    }

    @Test
    public void nobodyShouldBeLookedAtWhenTooManyPasswordsAreChecked() {
        users.takeAllSlots();
        assertThat(signIn("admin", RIGHT, null).outcome()).isEqualTo(Outcome.SLOWED);
        users.slots.giveBack();
        assertThat(signIn("admin", RIGHT, null).outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(signIn("admin", RIGHT, null).outcome()).isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    public void codeShouldBeAskedForAndAcceptedOnce() throws Exception {
        String secret = secondFactor("admin");
        String code = Codes.of(secret, users.clock.instant());
        assertThat(signIn("admin", RIGHT, null)).isEqualTo(new Attempt(Outcome.CODE_REQUIRED, null, 0));
        assertThat(signIn("admin", "wrong", code)).isEqualTo(DENIED);
        pass(1);
        assertThat(signIn("admin", RIGHT, code).outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(signIn("admin", RIGHT, code)).isEqualTo(DENIED);
        users.restart();
        assertThat(signIn("admin", RIGHT, code)).isEqualTo(DENIED);
        pass(30);
        assertThat(signIn("admin", RIGHT, Codes.of(secret, users.clock.instant()))
                        .outcome())
                .isEqualTo(Outcome.ACCEPTED);
        assertThat(users.audit)
                .contains("admin console 192.0.2.1 signIn REFUSED the one-time password is wrong")
                .noneMatch(line -> line.contains(code));
    }

    @Test
    public void wrongCodesShouldBeSlowed() throws Exception {
        secondFactor("admin");
        assertThat(signIn("admin", RIGHT, "000000")).isEqualTo(DENIED);
        assertThat(signIn("admin", RIGHT, "000001")).isEqualTo(slowed(1));
    }

    @Test
    public void codeShouldNotBeAcceptedWhenItsUseCannotBeKept() throws Exception {
        String secret = secondFactor("admin");
        Files.delete(users.stateFile);
        Files.delete(users.stateFile.resolveSibling(""));
        assertThat(signIn("admin", RIGHT, Codes.of(secret, users.clock.instant())))
                .isEqualTo(DENIED);
    }

    @Test
    public void passwordShouldBeDigestedOnceForAScriptWhileNothingChanges() throws Exception {
        assertThat(basic(RIGHT, HERE).outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(basic(RIGHT, HERE).outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(users.hash.compared).hasValue(1);
        assertThat(users.audit).hasSize(1);
        assertThat(basic("wrong", HERE)).isEqualTo(DENIED);
        assertThat(basic(RIGHT, THERE)).isEqualTo(slowed(1));
        pass(1);
        assertThat(basic(RIGHT, THERE).outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(users.hash.compared).hasValue(3);
        pass(60);
        assertThat(basic(RIGHT, THERE).outcome()).isEqualTo(Outcome.ACCEPTED);
        assertThat(users.hash.compared).hasValue(4);
        users.admin.resetUser("admin");
        assertThat(basic(RIGHT, THERE)).isEqualTo(DENIED);
        assertThat(users.hash.compared).hasValue(5);
    }

    @Test
    public void signInOfTheConsoleShouldNotBeRemembered() {
        signIn("admin", RIGHT, null);
        signIn("admin", RIGHT, null);
        assertThat(users.hash.compared).hasValue(2);
    }

    @Test
    public void tokenShouldHaveItsRolesAsFarAsItsUserHasThem() throws Exception {
        users.admin.createUser("eve", EnumSet.of(Role.OPERATOR, Role.VIEWER));
        NewToken token = users.admin.createToken("eve", "t", Set.of(Role.VIEWER), null);
        NewToken all = users.admin.createToken("admin", "t", Set.of(Role.ADMIN), null);
        assertThat(roles(token)).containsExactly(Role.VIEWER);
        assertThat(roles(all)).containsExactly(Role.ADMIN);
        users.admin.setRoles("eve", Set.of(Role.OPERATOR));
        assertThat(users.signIn.token(token.secret(), HERE)).isEqualTo(DENIED);
        users.admin.setRoles("eve", Set.of(Role.ADMIN));
        assertThat(roles(token)).containsExactly(Role.VIEWER);
        users.admin.setRoles("admin", Set.of(Role.AUDITOR));
        assertThat(roles(all)).containsExactly(Role.AUDITOR);
        users.restart();
        assertThat(users.admin.tokens().get(0).lastUsed()).isEqualTo("2026-01-01T12:00:00Z");
    }

    @Test
    public void tokenShouldEndWithItsTimeItsUserAndItsRevocation() throws Exception {
        users.admin.createUser("eve", Set.of(Role.VIEWER));
        NewToken shortly = users.admin.createToken(
                "eve", "t", Set.of(Role.VIEWER), users.clock.instant().plusSeconds(60));
        NewToken revoked = users.admin.createToken("eve", "t", Set.of(Role.VIEWER), null);
        NewToken orphan = users.admin.createToken("eve", "t", Set.of(Role.VIEWER), null);
        assertThat(roles(shortly)).containsExactly(Role.VIEWER);
        users.clock.pass(Duration.ofSeconds(60));
        assertThat(users.signIn.token(shortly.secret(), HERE)).isEqualTo(DENIED);
        users.clock.pass(Duration.ofSeconds(60));
        users.admin.revokeToken(revoked.token().id());
        assertThat(users.signIn.token(revoked.secret(), HERE)).isEqualTo(DENIED);
        users.clock.pass(Duration.ofSeconds(60));
        assertThat(roles(orphan)).containsExactly(Role.VIEWER);
        users.admin.deleteUser("eve");
        assertThat(users.signIn.token(orphan.secret(), HERE)).isEqualTo(DENIED);
        assertThat(users.audit)
                .containsExactly(
                        "eve rest 192.0.2.1 signIn REFUSED the token has expired",
                        "- rest 192.0.2.1 signIn REFUSED there is no such token",
                        "- rest 192.0.2.1 signIn REFUSED there is no such token");
    }

    @Test
    public void wrongTokensShouldBeSlowedAndRightOnesNever() throws Exception {
        NewToken token = users.admin.createToken("admin", "t", Set.of(Role.VIEWER), null);
        for (String wrong : new String[] {"", "llt_", "llt_" + "A".repeat(43), "x".repeat(100_000)}) {
            assertThat(users.signIn.token(wrong, HERE)).as("%.9s", wrong).isEqualTo(DENIED);
            pass(60);
        }
        users.signIn.token("llt_x", HERE);
        assertThat(users.signIn.token("llt_x", HERE)).isEqualTo(slowed(16));
        assertThat(roles(token)).containsExactly(Role.VIEWER);
        assertThat(users.audit).hasSize(5);
    }

    @Test
    public void stampShouldChangeWithPasswordSecondFactorAndRoles() throws Exception {
        String first = users.signIn.stamp("admin");
        signIn("admin", RIGHT, null);
        users.admin.createToken("admin", "t", Set.of(Role.VIEWER), null);
        users.admin.beginSecondFactor("admin");
        assertThat(users.signIn.stamp("admin")).isEqualTo(first).doesNotContain(RIGHT);
        secondFactor("admin");
        String second = users.signIn.stamp("admin");
        users.admin.removeSecondFactor("admin");
        assertThat(users.signIn.stamp("admin")).isEqualTo(first).isNotEqualTo(second);
        users.admin.createUser("eve", Set.of(Role.ADMIN));
        users.admin.setRoles("admin", Set.of(Role.VIEWER));
        String third = users.signIn.stamp("admin");
        users.admin.resetUser("admin");
        assertThat(users.signIn.stamp("admin")).isNotEqualTo(third);
        assertThat(third).isNotEqualTo(first);
        users.admin.deleteUser("admin");
        assertThat(users.signIn.stamp("admin")).isNull();
        Files.writeString(users.realmFile, TestUsers.REALM);
        assertThat(users.signIn.stamp("admin")).isEqualTo(first);
    }

    @Test
    public void nobodyShouldSignInWhileTheRealmCannotBeRead() throws Exception {
        Files.delete(users.realmFile);
        assertThat(signIn("admin", RIGHT, null).outcome()).isEqualTo(Outcome.SLOWED);
        assertThat(users.signIn.stamp("admin")).isNull();
    }

    private String secondFactor(String name) throws Exception {
        String secret = users.admin.beginSecondFactor(name).secret();
        users.admin.confirmSecondFactor(name, Codes.of(secret, users.clock.instant()));
        pass(90);
        return secret;
    }

    private Set<Role> roles(NewToken token) {
        return Objects.requireNonNull(users.signIn.token(token.secret(), HERE).user())
                .roles();
    }

    private Attempt signIn(String name, String password, @Nullable String code) {
        return users.signIn.password(name, password.toCharArray(), code, HERE, "console");
    }

    private Attempt basic(String password, InetAddress from) {
        return users.signIn.password("admin", password.toCharArray(), null, from, "rest");
    }

    private void pass(int seconds) {
        users.clock.pass(Duration.ofSeconds(seconds));
    }

    private static Attempt slowed(int seconds) {
        return new Attempt(Outcome.SLOWED, null, seconds);
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
