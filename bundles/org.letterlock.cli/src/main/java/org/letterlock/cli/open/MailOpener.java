package org.letterlock.cli.open;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.letterlock.crypto.api.BrokenSealException;
import org.letterlock.crypto.api.MessageSealer;
import org.letterlock.crypto.api.UnlockedKey;

/** Opens mails, a piece at a time. */
final class MailOpener {

    private final MessageSealer sealer;
    private final OpenedKeys keys;

    MailOpener(MessageSealer sealer, OpenedKeys keys) {
        this.sealer = sealer;
        this.keys = keys;
    }

    /** Writes a mail where it cannot be taken back: up to the octets that do not hold. */
    void toStream(Path sealed, OutputStream out) throws IOException, OpenException {
        UnlockedKey key = keyOf(sealed);
        try (InputStream mail = sealer.open(key, Files.newInputStream(sealed))) {
            mail.transferTo(out);
        } catch (BrokenSealException e) {
            throw damaged(sealed, e);
        }
    }

    /** Makes a file of a mail. It is there when it is whole. */
    void toFile(Path sealed, Path target) throws IOException, OpenException {
        Path draft = target.resolveSibling(target.getFileName() + ".partial");
        Files.deleteIfExists(draft);
        try {
            try (FileChannel file = FileChannel.open(
                    draft,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                toStream(sealed, Channels.newOutputStream(file));
                file.force(true);
            }
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private UnlockedKey keyOf(Path sealed) throws IOException, OpenException {
        Set<String> recipients;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(sealed))) {
            recipients = sealer.recipients(in);
        } catch (BrokenSealException e) {
            throw damaged(sealed, e);
        }
        UnlockedKey key = keys.of(recipients);
        if (key == null) {
            throw new OpenException(Failure.OTHER_KEY, sealed + ": this mail is sealed to a key that was not opened");
        }
        return key;
    }

    private static OpenException damaged(Path sealed, BrokenSealException cause) {
        return new OpenException(Failure.DAMAGED_MAIL, sealed + ": " + cause.getMessage(), cause);
    }
}
