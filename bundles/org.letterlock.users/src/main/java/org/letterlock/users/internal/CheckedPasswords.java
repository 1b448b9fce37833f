package org.letterlock.users.internal;

import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.AdminException.Reason;

/** Digests passwords, no more at a time than the machine should. */
final class CheckedPasswords {

    private final PasswordHash hash;
    private final HashSlots slots;
    private final Secrets secrets;
    private @Nullable String nobodys; // guarded by this

    CheckedPasswords(PasswordHash hash, HashSlots slots, Secrets secrets) {
        this.hash = hash;
        this.slots = slots;
        this.secrets = secrets;
    }

    String digest(String password) throws AdminException {
        enter();
        try {
            return hash.digest(password);
        } finally {
            slots.giveBack();
        }
    }

    boolean matches(String password, String digest) throws AdminException {
        enter();
        try {
            return matchesHere(password, digest);
        } finally {
            slots.giveBack();
        }
    }

    /** The same for who has a slot. It takes the same time where there is no digest, or no password. */
    boolean matchesHere(String password, @Nullable String digest) {
        if (digest == null || !PasswordRules.canBe(password)) {
            hash.matches("", nobodys());
            return false;
        }
        return hash.matches(password, digest);
    }

    /** Made when it is first needed: that waits for Karaf's encryption, and takes its time. */
    private synchronized String nobodys() {
        String made = nobodys;
        if (made == null) {
            made = hash.digest(secrets.password());
            nobodys = made;
        }
        return made;
    }

    private void enter() throws AdminException {
        if (!slots.take()) {
            throw new AdminException(Reason.UNAVAILABLE, "too many passwords are checked at once: try again", null);
        }
    }
}
