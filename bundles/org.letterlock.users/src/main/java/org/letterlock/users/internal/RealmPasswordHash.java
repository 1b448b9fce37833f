package org.letterlock.users.internal;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.karaf.jaas.modules.encryption.EncryptionSupport;

/** As the settings of Karaf's realm say, so that its own logins know what is written here. */
final class RealmPasswordHash implements PasswordHash {

    private final Supplier<Map<String, ?>> realm;

    /**
     * Makes it.
     *
     * @param realm the options of the realm's passwords
     */
    RealmPasswordHash(Supplier<Map<String, ?>> realm) {
        this.realm = realm;
    }

    @Override
    public String digest(String password) {
        String digest = encryption().encrypt(password);
        if (digest.equals(password)) {
            throw new IllegalStateException("org.apache.karaf.jaas: encryption.enabled: passwords would lie in clear");
        }
        return digest;
    }

    @Override
    public boolean matches(String password, String digest) {
        try {
            return encryption().checkPassword(password, digest);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // Written by hand, and not read by Karaf yet.
            return false;
        }
    }

    /** Made anew each time: it keeps what the encryption's bundle gave it, which may have been replaced. */
    private EncryptionSupport encryption() {
        return new EncryptionSupport(realm.get());
    }
}
