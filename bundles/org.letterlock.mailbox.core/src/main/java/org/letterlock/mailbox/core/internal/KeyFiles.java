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
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.letterlock.crypto.api.LockedKey;

/**
 * The files of locked keys, named by the SHA-256 of what they hold. They are not in the log, so that a lock that is no
 * longer wanted can be erased at once. Not thread-safe, but for {@link #read}.
 */
final class KeyFiles {

    private static final String SUFFIX = ".key";
    private static final String DRAFT = ".tmp";
    private static final String CONDEMNED = ".condemned";

    /** An empty file NEW.replaces.OLD: of these two keys one goes, the one that the catalogue does not name. */
    private static final String REPLACES = ".replaces.";

    private final Path folder;

    KeyFiles(Path dataDirectory) throws IOException {
        folder = dataDirectory.resolve("keys");
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** Writes a key durably, before anything names it. */
    String write(LockedKey key) throws IOException {
        String name = writeDraft(key);
        publish(name);
        return name;
    }

    /**
     * Writes durably a key that is to take the place of another. It counts from {@link #publish} on, and until
     * {@link #supersede} the old one is there, too: should a crash come between and the catalogue name the new one already,
     * the old one stands in, which is the one that somebody has the password of.
     */
    String writeReplacement(LockedKey key, String old) throws IOException {
        Files.createFile(
                folder.resolve(nameOf(key) + REPLACES + old),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        forceFolder();
        return writeDraft(key);
    }

    /** Writes a key durably, that counts from {@link #publish} on. */
    String writeDraft(LockedKey key) throws IOException {
        String name = nameOf(key);
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
        return name;
    }

    /** Makes what was written a key, durably; the catalogue names a replacement already. */
    void publish(String replacement) throws IOException {
        Files.move(
                folder.resolve(replacement + DRAFT),
                folder.resolve(replacement + SUFFIX),
                StandardCopyOption.ATOMIC_MOVE);
        forceFolder();
    }

    /**
     * Takes {@link #writeReplacement} or {@link #write} back: the catalogue may or may not have been changed. The mark of a
     * replacement stays, so that the old key can stand in should the catalogue name the other one after a start.
     */
    void withdraw(String replacement) throws IOException {
        Files.deleteIfExists(folder.resolve(replacement + SUFFIX));
        Files.deleteIfExists(folder.resolve(replacement + DRAFT));
        forceFolder();
    }

    /** Erases a key whose place its replacement has taken, and the replacements that did not come to that. */
    void supersede(String old, String replacement) throws IOException {
        forgetPredecessors(old);
        Files.deleteIfExists(folder.resolve(old + SUFFIX));
        forgetReplacements(old, replacement);
    }

    /** Erases what a key took the place of, if that could not be erased then: nothing would lead to it any more. */
    private void forgetPredecessors(String key) throws IOException {
        for (String mark : names()) {
            if (mark.startsWith(key + REPLACES)) {
                supersede(mark.substring(key.length() + REPLACES.length()), key);
            }
        }
    }

    /** Erases all replacements of a key but one; their marks go when that is durable. */
    private void forgetReplacements(String old, @Nullable String kept) throws IOException {
        List<String> marks =
                names().stream().filter(name -> name.endsWith(REPLACES + old)).toList();
        for (String mark : marks) {
            String replacement = mark.substring(0, mark.indexOf(REPLACES));
            if (!replacement.equals(kept)) {
                withdraw(replacement);
            }
        }
        forceFolder();
        for (String mark : marks) {
            Files.delete(folder.resolve(mark));
        }
        forceFolder();
    }

    Path path(String name) {
        return folder.resolve(name + SUFFIX);
    }

    boolean contains(String name) {
        return Files.exists(path(name));
    }

    LockedKey read(String name) throws IOException {
        byte[] octets = Files.readAllBytes(path(name));
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
        forgetPredecessors(name);
        forgetReplacements(name, null);
        Files.deleteIfExists(folder.resolve(name + CONDEMNED));
        forceFolder();
    }

    /**
     * Ends what a crash interrupted. A key goes only if it was condemned and no mailbox needs it, or if a mailbox names
     * the one of which it is the replacement or the other way round; any other key stays, named or not: a catalogue that
     * is not the one the keys belong to must never cost a key.
     *
     * @return keys that were withdrawn or never published and are named all the same, with the ones that stand in for them
     */
    Map<String, String> settle(Set<String> named) throws IOException {
        for (String name : names()) {
            if (name.endsWith(DRAFT)) {
                Files.deleteIfExists(folder.resolve(name)); // it may have gone with a condemned key
            } else if (name.endsWith(CONDEMNED)) {
                String key = name.substring(0, name.length() - CONDEMNED.length());
                if (named.contains(key) || standsIn(key, named)) {
                    reprieve(key);
                } else {
                    erase(key);
                }
            }
        }
        return settleReplacements(named);
    }

    private Map<String, String> settleReplacements(Set<String> named) throws IOException {
        Map<String, String> standIns = new HashMap<>();
        for (String mark : names()) {
            int at = mark.indexOf(REPLACES);
            if (at < 0 || !Files.exists(folder.resolve(mark))) { // it may have gone with another of the same key
                continue;
            }
            String replacement = mark.substring(0, at);
            String old = mark.substring(at + REPLACES.length());
            if (named.contains(old)) {
                forgetReplacements(old, null);
            } else if (named.contains(replacement)) {
                if (Files.exists(folder.resolve(replacement + SUFFIX))) {
                    supersede(old, replacement);
                } else {
                    standIns.put(replacement, old);
                }
            }
        }
        return standIns;
    }

    /** Whether a mailbox names a replacement of this key that is not there. */
    private boolean standsIn(String key, Set<String> named) throws IOException {
        return names().stream()
                .filter(mark -> mark.endsWith(REPLACES + key))
                .map(mark -> mark.substring(0, mark.indexOf(REPLACES)))
                .anyMatch(replacement ->
                        named.contains(replacement) && !Files.exists(folder.resolve(replacement + SUFFIX)));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    private static String nameOf(LockedKey key) {
        return HexFormat.of().formatHex(sha256(key.encoded()));
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
