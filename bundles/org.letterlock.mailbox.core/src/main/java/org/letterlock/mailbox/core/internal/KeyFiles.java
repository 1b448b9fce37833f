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
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.letterlock.crypto.api.LockedKey;

/**
 * The files of locked keys, named by the SHA-256 of what they hold. They are not in the log, so that a lock that is no
 * longer wanted can be erased at once.
 */
final class KeyFiles {

    private static final String SUFFIX = ".key";
    private static final String DRAFT = ".tmp";
    private static final String CONDEMNED = ".condemned";

    private final Path folder;

    KeyFiles(Path dataDirectory) throws IOException {
        folder = dataDirectory.resolve("keys");
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** Writes a key durably, before anything names it. */
    String write(LockedKey key) throws IOException {
        String name = HexFormat.of().formatHex(sha256(key.encoded()));
        Path draft = folder.resolve(name + DRAFT);
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

    /** Says durably that a key is about to be erased, before its mailbox is removed. */
    void condemn(String name) throws IOException {
        Files.move(folder.resolve(name + SUFFIX), folder.resolve(name + CONDEMNED), StandardCopyOption.ATOMIC_MOVE);
        forceFolder();
    }

    /** Takes {@link #condemn} back: the mailbox could not be removed. */
    void reprieve(String name) throws IOException {
        Files.move(folder.resolve(name + CONDEMNED), folder.resolve(name + SUFFIX), StandardCopyOption.ATOMIC_MOVE);
        forceFolder();
    }

    /** Erases a condemned key. */
    void erase(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name + CONDEMNED));
        forceFolder();
    }

    /**
     * Ends what a crash interrupted. A key goes only if it was condemned and no mailbox names it; any other key stays,
     * named or not: a catalogue that is not the one the keys belong to must never cost a key.
     */
    void settle(Set<String> named) throws IOException {
        List<Path> found;
        try (Stream<Path> files = Files.list(folder)) {
            found = files.toList();
        }
        for (Path file : found) {
            String name = String.valueOf(file.getFileName());
            if (name.endsWith(DRAFT)) {
                Files.delete(file);
            } else if (name.endsWith(CONDEMNED)) {
                String key = name.substring(0, name.length() - CONDEMNED.length());
                if (named.contains(key)) {
                    reprieve(key);
                } else {
                    erase(key);
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
