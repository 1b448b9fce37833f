package org.letterlock.cli.open;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.crypto.api.CryptoException;
import org.letterlock.crypto.api.LockedKey;
import org.letterlock.crypto.api.MailboxKeys;
import org.letterlock.crypto.api.UnlockedKey;

/** The keys that a password opened, by the fingerprint that mails name them by. */
final class OpenedKeys implements AutoCloseable {

    /** Many times what a key takes. */
    private static final int MAX_KEY_OCTETS = 1 << 16;

    private final Map<String, UnlockedKey> keys = new LinkedHashMap<>();
    private final MailboxKeys opener;

    OpenedKeys(MailboxKeys opener) {
        this.opener = opener;
    }

    /**
     * Tries a password on a key.
     *
     * @throws OpenException if the file is no key that can be read
     */
    void tryOn(Path file, Password password) throws IOException, OpenException {
        byte[] octets;
        try (InputStream in = Files.newInputStream(file)) {
            octets = in.readNBytes(MAX_KEY_OCTETS + 1);
        }
        if (octets.length > MAX_KEY_OCTETS) {
            throw new OpenException(Failure.DAMAGED_KEY, file + ": this is no locked key");
        }
        LockedKey locked = new LockedKey(octets);
        for (char[] passphrase : password.passphrases()) {
            try {
                Optional<UnlockedKey> opened = opener.unlock(locked, passphrase);
                if (opened.isPresent()) {
                    keys.put(HexFormat.of().formatHex(opened.get().fingerprint()), opened.get());
                    return;
                }
            } catch (CryptoException e) {
                throw new OpenException(Failure.DAMAGED_KEY, file + ": " + e.getMessage(), e);
            }
        }
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    /** The key of one of these recipients, null if none was opened. */
    @Nullable UnlockedKey of(Set<String> recipients) {
        return recipients.stream()
                .filter(keys::containsKey)
                .findFirst()
                .map(keys::get)
                .orElse(null);
    }

    @Override
    public void close() {
        keys.values().forEach(UnlockedKey::close);
    }
}
