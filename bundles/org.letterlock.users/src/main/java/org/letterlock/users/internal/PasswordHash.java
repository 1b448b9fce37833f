package org.letterlock.users.internal;

/** Digests of passwords. Slow, some tenths of a second: see {@link HashSlots}. */
interface PasswordHash {

    /** A salted digest, as it stands in the realm's file. */
    String digest(String password);

    /** Whether a password is the one of a digest; false if that is none. */
    boolean matches(String password, String digest);
}
