package org.letterlock.intake.core.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.letterlock.intake.api.IntakeException;
import org.letterlock.intake.api.IntakeException.Reason;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.storage.api.DeduplicationKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the keys that the store and the index know contents by. They are HMACs, so that nobody can find out from the data
 * folder alone whether a mailbox got a mail that he has himself, or from which account. Thread-safe.
 */
final class ContentKeys {

    private static final Logger LOG = LoggerFactory.getLogger(ContentKeys.class);
    private static final String MAC = "HmacSHA256";

    private final Path file;
    private byte @Nullable [] secret;

    /** The file is read, and made where it is missing, when the first key is made. */
    ContentKeys(Path file) {
        this.file = file;
    }

    /**
     * The key of a mail. Blocks on the disk at first.
     *
     * @param sha256 digest of its octets as they were received
     * @throws IntakeException if the secret can be neither read nor made
     */
    DeduplicationKey of(MailboxId mailbox, String account, byte[] sha256) throws IntakeException {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(secret(), MAC));
            // What may be of any length comes last, so no two mails have the same input.
            mac.update(ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(mailbox.high())
                    .putLong(mailbox.low())
                    .array());
            mac.update(sha256);
            return DeduplicationKey.of(mac.doFinal(account.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + MAC, e);
        }
    }

    private synchronized byte[] secret() throws IntakeException {
        byte[] known = secret;
        if (known == null) {
            try {
                known = SecretFile.readOrMake(file);
            } catch (IOException e) {
                LOG.error("{}: deduplicationKeyFile: {} cannot be used: {}", SealingIntake.PID, file, e.toString());
                throw new IntakeException(Reason.STORE, file + " cannot be used: " + e, e);
            }
            secret = known;
        }
        return known;
    }
}
