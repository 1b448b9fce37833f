package org.letterlock.crypto.openpgp.internal;

import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.crypto.api.CryptoException;
import org.letterlock.crypto.api.EscrowCertificate;
import org.letterlock.crypto.api.LockedKey;
import org.letterlock.crypto.api.MailboxKeys;
import org.letterlock.crypto.api.MailboxPublicKey;
import org.letterlock.crypto.api.MessageSealer;
import org.letterlock.crypto.api.Sealing;
import org.letterlock.crypto.api.UnlockedKey;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/**
 * The bundle's one component, and for {@link java.util.ServiceLoader} a provider of the same services to programs without
 * OSGi.
 */
@Component(
        name = OpenPgpCrypto.PID,
        service = {MessageSealer.class, MailboxKeys.class},
        immediate = true)
@Designate(ocd = Config.class)
public final class OpenPgpCrypto implements MessageSealer, MailboxKeys {

    static final String PID = "org.letterlock.crypto.openpgp";

    private final OpenPgpSealer sealer;
    private final LockedKeys keys;
    private final Housekeeping housekeeping;

    /** Starts it. */
    @Activate
    public OpenPgpCrypto(Config config, Map<String, Object> properties) {
        this(Settings.of(properties));
    }

    /** Makes it with the default settings, for a short-lived program: no thread is started. */
    public OpenPgpCrypto() {
        this(Settings.defaults(), false);
    }

    OpenPgpCrypto(Settings settings) {
        this(settings, true);
    }

    private OpenPgpCrypto(Settings settings, boolean keepsHouse) {
        SecureRandom random = new SecureRandom();
        SessionKeys sessions = new SessionKeys(
                settings.sessionKeyMaxMessages(), settings.sessionKeyMaxAge(), random, System::nanoTime);
        OpenedEnvelopes envelopes = new OpenedEnvelopes(settings.sessionKeyMaxAge(), System::nanoTime);
        sealer = new OpenPgpSealer(sessions, envelopes, random, Clock.systemUTC());
        keys = new LockedKeys(settings, random, Clock.systemUTC());
        housekeeping = new Housekeeping(sealer, new WarmUp(sealer, keys));
        if (keepsHouse) {
            housekeeping.start();
        }
    }

    @Deactivate
    void deactivate() {
        housekeeping.stop();
    }

    @Override
    public Sealing seal(MailboxPublicKey recipient, @Nullable EscrowCertificate escrow) throws CryptoException {
        return sealer.seal(recipient, escrow);
    }

    @Override
    public EscrowCertificate escrow(byte[] certificate) throws CryptoException {
        return sealer.escrow(certificate);
    }

    @Override
    public InputStream open(UnlockedKey key, InputStream sealed) throws IOException {
        return sealer.open(key, sealed);
    }

    @Override
    public String recipient(MailboxPublicKey key) throws CryptoException {
        return sealer.recipient(key);
    }

    @Override
    public Set<String> recipients(InputStream sealed) throws IOException {
        return sealer.recipients(sealed);
    }

    @Override
    public NewKey create(char[] password) throws CryptoException {
        return keys.create(password);
    }

    @Override
    public Optional<LockedKey> relock(LockedKey key, char[] current, char[] next) throws CryptoException {
        return keys.relock(key, current, next);
    }

    @Override
    public Optional<UnlockedKey> unlock(LockedKey key, char[] password) throws CryptoException {
        return keys.unlock(key, password);
    }
}
