package org.letterlock.users.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.letterlock.admin.api.AuditLog;
import org.letterlock.throttle.LoginThrottle;

/** The users over real files, with a clock that stands still and digests that cost nothing. */
final class TestUsers {

    static final String REALM = """
            # Users of the shell.

            _g_\\:admingroup = group,admin,manager,viewer,systembundles,ssh
            # the first one
            admin = {CRYPT}0:first password{CRYPT},_g_:admingroup
            """;

    final Path etc;
    final Path data;
    final Path realmFile;
    final Path stateFile;
    final Path initialPassword;
    final StandingClock clock = new StandingClock();
    final CheapHash hash = new CheapHash();
    final HashSlots slots = new HashSlots(2, 0);
    final List<String> audit = new ArrayList<>();

    RealmUserAdmin admin;
    ThrottledSignIn signIn;
    ShellLogins logins;
    StateFile state;

    TestUsers(Path folder) throws IOException {
        etc = Files.createDirectories(folder.resolve("etc"));
        data = Files.createDirectories(folder.resolve("data"));
        realmFile = etc.resolve("users.properties");
        stateFile = data.resolve("admin/users.json");
        initialPassword = data.resolve("initial-admin-password");
        Files.writeString(realmFile, REALM);
        Files.writeString(
                etc.resolve("keys.properties"),
                "_g_\\:admingroup = group,admin,ssh\nlocal = AAAA,_g_:admingroup\nanna = BBBB,_g_:admingroup\n");
        state = new StateFile(stateFile);
        admin = admin(state);
        signIn = signIn(state);
        logins = logins(state);
    }

    /** As after a start: nothing is known but what the files say. */
    void restart() throws IOException {
        state = new StateFile(stateFile);
        admin = admin(state);
        signIn = signIn(state);
        logins = logins(state);
    }

    private UserDirectory directory(StateFile kept) {
        return new UserDirectory(new RealmFile(realmFile), kept, initialPassword);
    }

    private RealmUserAdmin admin(StateFile kept) {
        return new RealmUserAdmin(
                directory(kept),
                new RealmFile(realmFile),
                new RealmFile(etc.resolve("keys.properties")),
                kept,
                new Tokens(kept, new Secrets(), clock),
                new CheckedPasswords(hash, slots, new Secrets()),
                new Secrets(),
                "mail.example.org",
                clock);
    }

    private ThrottledSignIn signIn(StateFile kept) {
        return new ThrottledSignIn(
                directory(kept),
                kept,
                new Tokens(kept, new Secrets(), clock),
                new CheckedPasswords(hash, slots, new Secrets()),
                slots,
                new LoginThrottle(Duration.ofSeconds(60), Duration.ofHours(1), clock::nanos),
                new RecentSignIns(Duration.ofSeconds(60), clock::nanos),
                () -> new Lines(audit),
                clock);
    }

    private ShellLogins logins(StateFile kept) {
        return new ShellLogins(
                kept,
                slots,
                new LoginThrottle(Duration.ofSeconds(60), Duration.ofHours(1), clock::nanos),
                () -> new Lines(audit),
                clock);
    }

    /** As while as many passwords are checked as may be; fails if one is checked already. */
    void takeAllSlots() {
        assertThat(slots.take()).isTrue();
        assertThat(slots.take()).isTrue();
    }

    String realm() throws IOException {
        return Files.readString(realmFile);
    }

    /** One line for each entry. */
    private record Lines(List<String> lines) implements AuditLog {
        @Override
        public void write(String act, Map<String, String> about, Outcome outcome, String reason) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(Actor actor, String act, Map<String, String> about, Outcome outcome, String reason) {
            lines.add(
                    actor.user() + " " + actor.door() + " " + actor.from() + " " + act + " " + outcome + " " + reason);
        }
    }

    /** Salted, so that a password has many digests; counts how often it was asked. */
    static final class CheapHash implements PasswordHash {
        private final AtomicInteger salt = new AtomicInteger();
        final AtomicInteger compared = new AtomicInteger();

        @Override
        public String digest(String password) {
            return "{CRYPT}" + salt.incrementAndGet() + ":" + password + "{CRYPT}";
        }

        @Override
        public boolean matches(String password, String digest) {
            compared.incrementAndGet();
            return digest.endsWith(":" + password + "{CRYPT}");
        }
    }

    static final class StandingClock extends Clock {
        private volatile Instant now = Instant.parse("2026-01-01T12:00:10Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        long nanos() {
            return now.getEpochSecond() * 1_000_000_000L + now.getNano();
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
