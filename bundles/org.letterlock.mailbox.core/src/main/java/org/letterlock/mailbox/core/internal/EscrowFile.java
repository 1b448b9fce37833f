package org.letterlock.mailbox.core.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.letterlock.crypto.api.CryptoException;
import org.letterlock.crypto.api.EscrowCertificate;
import org.letterlock.crypto.api.MessageSealer;
import org.letterlock.mailbox.api.MailboxException;
import org.letterlock.mailbox.api.MailboxException.Reason;

/** The file of the escrow certificate. Only changes of mailboxes need it; mails are sealed to what was read then. */
final class EscrowFile {

    private static final int MAX_OCTETS = 64 * 1024;

    private static final String SETTING = Mailboxes.PID + ": escrowCertificateFile";

    private final @Nullable Path file;

    /** Null if none is configured. */
    EscrowFile(@Nullable Path file) {
        this.file = file;
    }

    /** Reads the certificate as it is now; the sealer may be away. */
    EscrowCertificate read(@Nullable MessageSealer sealer) throws MailboxException {
        if (file == null) {
            throw unusable("no escrow certificate is configured (" + SETTING + ")", null);
        }
        if (sealer == null) {
            throw new MailboxException(
                    Reason.UNAVAILABLE, "sealing is not there: the escrow certificate cannot be read", null);
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] octets = in.readNBytes(MAX_OCTETS + 1);
            if (octets.length > MAX_OCTETS) {
                throw unusable(SETTING + ": " + file + " has more than " + MAX_OCTETS + " octets", null);
            }
            return sealer.escrow(octets);
        } catch (IOException e) {
            throw unusable(SETTING + ": " + file + " cannot be read: " + e, e);
        } catch (CryptoException e) {
            throw unusable(SETTING + ": " + file + ": " + e.getMessage(), e);
        }
    }

    /** What does not fit between the file and the mailboxes, for people. */
    List<String> warnings(@Nullable MessageSealer sealer, Catalogue catalogue) {
        if (file == null || sealer == null) {
            return List.of();
        }
        try {
            EscrowCertificate configured = read(sealer);
            long others = catalogue.all().values().stream()
                    .map(Catalogue.Entry::escrow)
                    .filter(Objects::nonNull)
                    .filter(escrow -> !escrow.equals(configured))
                    .count();
            return others == 0
                    ? List.of()
                    : List.of(others + " mailboxes have another escrow certificate, or an earlier state of it, than "
                            + file + "; mailbox:edit ID --escrow on takes the one of now");
        } catch (MailboxException e) {
            return List.of(e.getMessage() + "; mailboxes that have escrow keep the certificate they have");
        }
    }

    private static MailboxException unusable(String message, @Nullable Exception cause) {
        return new MailboxException(Reason.NO_ESCROW_CERTIFICATE, message, cause);
    }
}
