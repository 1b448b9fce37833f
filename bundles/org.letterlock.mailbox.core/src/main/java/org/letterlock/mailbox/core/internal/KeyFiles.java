package org.letterlock.mailbox.core.internal;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Stream;
import org.letterlock.crypto.api.LockedKey;

/**
 * The files of locked keys, named by the SHA-256 of what they hold. They are not in the log, so that a lock that is no
 * longer wanted can be erased at once.
 */
final class KeyFiles {

    private static final String SUFFIX = ".key";

    private final Path folder;

    KeyFiles(Path dataDirectory) throws IOException {
        folder = dataDirectory.resolve("keys");
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** Writes a key durably, before anything names it. */
    String write(LockedKey key) throws IOException {
        String name = HexFormat.of().formatHex(sha256(key.encoded()));
        Path draft = folder.resolve(name + ".tmp");
        Files.deleteIfExists(draft);
        try (FileChannel out = FileChannel.open(
                draft,
                Set.of(CREATE_NEW, WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer octets = ByteBuffer.wrap(key.encoded());
            while (octets.hasRemaining()) {
                out.write(octets);
            }
            out.force(true);
        }
        Files.move(draft, folder.resolve(name + SUFFIX), StandardCopyOption.ATOMIC_MOVE);
        forceFolder();
        return name;
    }

    LockedKey read(String name) throws IOException {
        byte[] octets = Files.readAllBytes(folder.resolve(name + SUFFIX));
        if (!HexFormat.of().formatHex(sha256(octets)).equals(name)) {
            throw new IOException("the locked key " + name + " is damaged");
        }
        return new LockedKey(octets);
    }

    void erase(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name + SUFFIX));
        forceFolder();
    }

    /** Erases what no mailbox names, left behind by a crash. */
    void eraseAllBut(Set<String> names) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.getFileName().toString();
                if (!name.endsWith(SUFFIX) || !names.contains(name.substring(0, name.length() - SUFFIX.length()))) {
                    Files.delete(file);
                }
            }
        }
    }

    private void forceFolder() throws IOException {
        try (FileChannel channel = FileChannel.open(folder, READ)) {
            channel.force(true);
        }
    }

    private static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
