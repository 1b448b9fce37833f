package org.letterlock.intake.core.internal;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.Set;

/** A random secret in a file of its own, for its owner alone. */
final class SecretFile {

    /** How many octets it has. */
    static final int LENGTH = 32;

    private SecretFile() {}

    /**
     * Reads it, and makes it where there is none. Blocks on the disk.
     *
     * @throws IOException if it can be neither read nor made, or is of another length
     */
    static byte[] readOrMake(Path file) throws IOException {
        if (Files.notExists(file)) {
            make(file);
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] secret = in.readNBytes(LENGTH + 1);
            if (secret.length != LENGTH) {
                throw new IOException("it has not " + LENGTH + " octets");
            }
            return secret;
        }
    }

    private static void make(Path file) throws IOException {
        Path folder = Objects.requireNonNull(file.getParent(), "a file that is not there has a folder");
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        byte[] secret = new byte[LENGTH];
        new SecureRandom().nextBytes(secret);
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(draft);
        try (FileChannel out = FileChannel.open(
                draft,
                Set.of(CREATE_NEW, WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer octets = ByteBuffer.wrap(secret);
            while (octets.hasRemaining()) {
                out.write(octets);
            }
            out.force(true);
        }
        Files.move(draft, file, ATOMIC_MOVE);
        try (FileChannel channel = FileChannel.open(folder, READ)) {
            channel.force(true);
        }
    }
}
