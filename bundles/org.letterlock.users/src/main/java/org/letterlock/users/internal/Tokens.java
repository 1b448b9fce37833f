package org.letterlock.users.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.NewToken;
import org.letterlock.admin.api.Role;
import org.letterlock.admin.api.TokenView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The API tokens. Their secrets are shown once, and only their SHA-256 is kept. */
final class Tokens {

    static final int MAX_PER_USER = 50;

    private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);
    private static final int MAX_SECRET = 100;
    private static final int MAX_NAME = 80;

    private final StateFile file;
    private final Secrets secrets;
    private final Clock clock;

    Tokens(StateFile file, Secrets secrets, Clock clock) {
        this.file = file;
        this.secrets = secrets;
        this.clock = clock;
    }

    List<TokenView> views() {
        return file.state().tokens().stream()
                .map(TokenState::view)
                .sorted(Comparator.comparing(TokenView::user).thenComparing(TokenView::name))
                .toList();
    }

    /** Why a token cannot have this name and end, null if it can. */
    @Nullable String fault(String name, @Nullable Instant expires) {
        if (name.isBlank() || name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
            return "a token's name is 1 to " + MAX_NAME + " characters";
        }
        return expires != null && !expires.isAfter(clock.instant()) ? "the token would have expired already" : null;
    }

    boolean areTooMany(String user) {
        return file.state().tokens().stream()
                        .filter(token -> token.user().equals(user))
                        .count()
                >= MAX_PER_USER;
    }

    NewToken create(String user, String name, Set<Role> roles, @Nullable Instant expires) throws IOException {
        String secret = secrets.token();
        TokenState token = new TokenState(
                secrets.tokenId(),
                user,
                name,
                roles,
                Secrets.sha256(secret),
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                expires,
                null);
        file.change(state -> state.withToken(token.id(), token));
        return new NewToken(token.view(), secret);
    }

    boolean exists(String id) {
        return file.state().tokens().stream().anyMatch(token -> token.id().equals(id));
    }

    void revoke(String id) throws IOException {
        file.change(state -> state.withToken(id, null));
    }

    /** The token of a secret, null if there is none; all are looked at, each in constant time. */
    @Nullable TokenState find(String secret) {
        if (!secret.startsWith(Secrets.TOKEN_PREFIX) || secret.length() > MAX_SECRET) {
            return null;
        }
        byte[] digest = Secrets.sha256(secret).getBytes(US_ASCII);
        TokenState found = null;
        for (TokenState token : file.state().tokens()) {
            if (MessageDigest.isEqual(token.sha256().getBytes(US_ASCII), digest)) {
                found = token;
            }
        }
        return found;
    }

    /** Remembers the minute of use: one write a minute at most, and one that fails costs no more than that. */
    void used(TokenState token) {
        Instant minute = clock.instant().truncatedTo(ChronoUnit.MINUTES);
        if (minute.equals(token.lastUsed())) {
            return;
        }
        try {
            // By the state of now: a token that was revoked meanwhile must not come back.
            file.change(state -> state.tokens().stream()
                    .filter(kept -> kept.id().equals(token.id()))
                    .findFirst()
                    .map(kept -> state.withToken(kept.id(), kept.usedAt(minute)))
                    .orElse(state));
        } catch (IOException e) {
            LOG.error("the use of an API token could not be recorded", e);
        }
    }
}
