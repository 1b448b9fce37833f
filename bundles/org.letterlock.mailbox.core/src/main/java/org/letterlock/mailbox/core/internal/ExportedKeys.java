package org.letterlock.mailbox.core.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.letterlock.crypto.api.LockedKey;
import org.letterlock.mailbox.api.MailboxExport;

/**
 * The locked keys of a mailbox, by the names that {@code letterlock-open} knows: {@code key-1.pgp} is the current one. The
 * number is the key's place, whether or not those before it can be read.
 */
final class ExportedKeys {

    private final Map<String, LockedKey> keys = new LinkedHashMap<>();
    private final List<MailboxExport.Damage> damages = new ArrayList<>();

    private ExportedKeys() {}

    static ExportedKeys read(StoredMailbox mailbox, KeyFiles files) {
        ExportedKeys exported = new ExportedKeys();
        List<String> locked = mailbox.lockedKeys();
        for (int i = 0; i < locked.size(); i++) {
            exported.add("key-" + (i + 1) + ".pgp", locked.get(i), files);
        }
        String recovery = mailbox.recoveryKey();
        if (recovery != null) {
            exported.add("recovery-key.pgp", recovery, files);
        }
        return exported;
    }

    private void add(String file, String name, KeyFiles files) {
        try {
            keys.put(file, files.read(name));
        } catch (IOException e) {
            damages.add(new MailboxExport.Damage(file, KeyCheck.describe(e)));
        }
    }

    Map<String, LockedKey> keys() {
        return keys;
    }

    /** Those that cannot be read. */
    List<MailboxExport.Damage> damages() {
        return damages;
    }
}
