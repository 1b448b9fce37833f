package org.letterlock.users.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AuditLog;
import org.letterlock.admin.api.Role;
import org.letterlock.admin.api.SignIn;
import org.letterlock.admin.api.UserView;
import org.letterlock.throttle.LoginThrottle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs users of Karaf's realm in. Whoever fails is slowed, and leaves a line in the audit log; one who is not looked at
 * leaves none, so that nobody can fill it.
 */
final class ThrottledSignIn implements SignIn {

    private static final Logger LOG = LoggerFactory.getLogger(ThrottledSignIn.class);

    private static final String REST = "rest";
    private static final int BUSY_SECONDS = 2;

    private final UserDirectory directory;
    private final StateFile state;
    private final Tokens tokens;
    private final CheckedPasswords passwords;
    private final HashSlots slots;
    private final LoginThrottle throttle;
    private final RecentSignIns recent;
    private final Supplier<AuditLog> audit;
    private final Clock clock;

    ThrottledSignIn(
            UserDirectory directory,
            StateFile state,
            Tokens tokens,
            CheckedPasswords passwords,
            HashSlots slots,
            LoginThrottle throttle,
            RecentSignIns recent,
            Supplier<AuditLog> audit,
            Clock clock) {
        this.directory = directory;
        this.state = state;
        this.tokens = tokens;
        this.passwords = passwords;
        this.slots = slots;
        this.throttle = throttle;
        this.recent = recent;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public Attempt password(String name, char[] password, @Nullable String code, InetAddress from, String door) {
        Visitor visitor = new Visitor(name, from, door);
        try {
            RealmFile.Entry entry = directory.find(name);
            String typed = new String(password);
            if (entry != null && code == null && recent.contains(directory.stamp(entry), typed, from)) {
                return accepted(directory.view(entry));
            }
            return throttled(visitor, entry, typed, code);
        } catch (IOException e) {
            LOG.error("nobody can sign in: the users cannot be read", e);
            return slowed(BUSY_SECONDS);
        }
    }

    private Attempt throttled(
            Visitor visitor, RealmFile.@Nullable Entry entry, String password, @Nullable String code) {
        LoginThrottle.Attempt attempt = throttle.begin(visitor.from(), visitor.account());
        if (attempt.remainingNanos() > 0) {
            attempt.undecided();
            return slowed(seconds(attempt.remainingNanos()));
        }
        if (!slots.take()) {
            attempt.undecided();
            return slowed(BUSY_SECONDS);
        }
        boolean same;
        try {
            same = passwords.matchesHere(password, entry == null ? null : entry.secret());
        } catch (RuntimeException | Error e) {
            attempt.undecided();
            throw e;
        } finally {
            slots.giveBack();
        }
        if (entry == null || !same) {
            attempt.denied();
            return denied(visitor, "user or password is wrong");
        }
        return factor(visitor, attempt, entry, password, code);
    }

    /** The password is right. */
    private Attempt factor(
            Visitor visitor,
            LoginThrottle.Attempt attempt,
            RealmFile.Entry entry,
            String password,
            @Nullable String code) {
        boolean asked = state.state().user(entry.name()).factorInForce() != null;
        if (asked && code == null) {
            attempt.undecided();
            return new Attempt(Outcome.CODE_REQUIRED, null, 0);
        }
        if (!recordSignIn(entry.name(), asked ? code : null)) {
            attempt.denied();
            return denied(visitor, "the one-time password is wrong");
        }
        attempt.succeeded();
        visitor.write(audit.get(), AuditLog.Outcome.DONE, "");
        if (!asked && visitor.door().equals(REST)) {
            recent.add(directory.stamp(entry), password, visitor.from());
        }
        return accepted(directory.view(entry));
    }

    /** Uses a code up, if there is one, and remembers the time; false if the code is not one of now. */
    private boolean recordSignIn(String name, @Nullable String code) {
        AtomicBoolean right = new AtomicBoolean(code == null);
        Instant now = clock.instant();
        try {
            state.change(kept -> {
                UserState user = kept.user(name).withLastSignIn(now.truncatedTo(ChronoUnit.SECONDS));
                if (code == null) {
                    return kept.withUser(name, ignored -> user);
                }
                UserState.Factor factor = kept.user(name).factorInForce();
                OptionalLong step = factor == null ? OptionalLong.empty() : OneTimePasswords.step(factor, code, now);
                right.set(step.isPresent());
                return factor == null || step.isEmpty()
                        ? kept
                        : kept.withUser(name, ignored -> user.withFactor(factor.confirmed(step.getAsLong())));
            });
        } catch (IOException e) {
            LOG.error("a sign-in could not be recorded", e);
            // Without the record a code could be used twice; a password by itself needs none.
            return code == null;
        }
        return right.get();
    }

    @Override
    public Attempt token(String secret, InetAddress from) {
        try {
            TokenState token = tokens.find(secret);
            RealmFile.Entry entry = token == null ? null : directory.find(token.user());
            if (token == null || entry == null) {
                return wrongToken(new Visitor(Visitor.NOBODY, from, REST), "there is no such token");
            }
            if (token.isExpiredAt(clock.instant())) {
                return wrongToken(new Visitor(entry.name(), from, REST), "the token has expired");
            }
            UserView owner = directory.view(entry);
            Set<Role> roles = Roles.common(owner.roles(), token.roles());
            if (roles.isEmpty()) {
                return wrongToken(new Visitor(entry.name(), from, REST), "the user has none of the token's roles");
            }
            tokens.used(token);
            return accepted(new UserView(
                    owner.name(), roles, owner.secondFactor(), owner.mustChangePassword(), owner.lastSignIn()));
        } catch (IOException e) {
            LOG.error("nobody can sign in: the users cannot be read", e);
            return slowed(BUSY_SECONDS);
        }
    }

    /** A token cannot be guessed, so a right one never waits; wrong ones do, since each leaves a line in the audit log. */
    private Attempt wrongToken(Visitor visitor, String reason) {
        LoginThrottle.Attempt attempt = throttle.begin(visitor.from(), null);
        if (attempt.remainingNanos() > 0) {
            attempt.undecided();
            return slowed(seconds(attempt.remainingNanos()));
        }
        attempt.denied();
        return denied(visitor, reason);
    }

    @Override
    public @Nullable String stamp(String name) {
        try {
            RealmFile.Entry entry = directory.find(name);
            return entry == null ? null : directory.stamp(entry);
        } catch (IOException e) {
            LOG.error("sessions end: the users cannot be read", e);
            return null;
        }
    }

    private Attempt denied(Visitor visitor, String reason) {
        visitor.write(audit.get(), AuditLog.Outcome.REFUSED, reason);
        return new Attempt(Outcome.DENIED, null, 0);
    }

    private static Attempt accepted(UserView user) {
        return new Attempt(Outcome.ACCEPTED, user, 0);
    }

    private static Attempt slowed(int seconds) {
        return new Attempt(Outcome.SLOWED, null, seconds);
    }

    private static int seconds(long nanos) {
        return (int) TimeUnit.NANOSECONDS.toSeconds(nanos + TimeUnit.SECONDS.toNanos(1) - 1);
    }
}
