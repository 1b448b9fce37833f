package org.letterlock.newfolder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder that is made as {@code NAME.partial}, so that under its own name it is there whole and forced, or not at all.
 * Folders in it are 0700. Closing it before {@link #complete} removes what was made. Confined to one thread.
 */
public final class NewFolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NewFolder.class);
    private static final String PARTIAL = ".partial";

    private final Path target;
    private final Path parent;
    private final Path partial;
    private boolean complete;

    private NewFolder(Path parent, String name) {
        this.parent = parent;
        this.target = parent.resolve(name);
        this.partial = parent.resolve(name + PARTIAL);
    }

    /**
     * Makes the folder under its other name.
     *
     * @param wanted absolute path of a folder that is not there or empty, in one that is
     * @param data the data folder, in which it must not be
     * @return the folder, to be closed
     * @throws IllegalArgumentException with the reason for people, if it cannot be there
     * @throws IOException if it cannot be made
     */
    public static NewFolder create(Path wanted, Path data) throws IOException {
        Path normal = wanted.normalize();
        Path parent = normal.getParent();
        if (!wanted.isAbsolute() || parent == null) {
            throw new IllegalArgumentException("give the absolute path of a new folder, not " + wanted);
        }
        if (!Files.isDirectory(parent)) {
            throw new IllegalArgumentException("there is no folder " + parent);
        }
        NewFolder folder =
                new NewFolder(parent.toRealPath(), normal.getFileName().toString());
        if (folder.parent.startsWith(data.toRealPath())) {
            throw new IllegalArgumentException(wanted + " is in the data folder");
        }
        folder.requireFree();
        try {
            makeFolder(folder.partial);
        } catch (FileAlreadyExistsException e) {
            throw new IllegalArgumentException(
                    folder.partial + " is left over from a command that did not end, or one is making it: remove it",
                    e);
        }
        return folder;
    }

    private void requireFree() throws IOException {
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> content = Files.list(target)) {
                if (content.findAny().isEmpty()) {
                    return;
                }
            }
        }
        throw new IllegalArgumentException(target + " is there already and no empty folder");
    }

    private static void makeFolder(Path folder) throws IOException {
        Files.createDirectory(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /**
     * What it is called when it is complete.
     *
     * @return its absolute path
     */
    public Path path() {
        return target;
    }

    /**
     * Where a file or folder in it is made.
     *
     * @param name relative to it
     * @return the path until it is complete
     */
    public Path resolve(String name) {
        return partial.resolve(name);
    }

    /**
     * Makes a folder in it, unless it is there.
     *
     * @param name relative to it
     * @return the path until it is complete
     * @throws IOException if it cannot be made
     */
    public Path folder(String name) throws IOException {
        Path folder = resolve(name);
        if (!Files.isDirectory(folder)) {
            makeFolder(folder);
        }
        return folder;
    }

    /**
     * Makes a file in it, 0600, and forces it. If that fails there is no such file.
     *
     * @param name relative to it
     * @param content is read to its end and not closed
     * @return how many octets it has
     * @throws IOException if it is there already or cannot be written, or what reading failed with
     */
    public long write(String name, InputStream content) throws IOException {
        Path path = resolve(name);
        boolean written = false;
        try (FileChannel file = FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            try {
                long octets = content.transferTo(Channels.newOutputStream(file));
                file.force(true);
                written = true;
                return octets;
            } finally {
                if (!written) {
                    Files.delete(path);
                }
            }
        }
    }

    /**
     * Checks that something fits in it.
     *
     * @param octets how much it is
     * @param kept a folder for which space must stay free
     * @param reserve octets that must stay free there
     * @throws NoSpaceException if it does not fit
     * @throws IOException if that cannot be found out
     */
    public void requireSpace(long octets, Path kept, long reserve) throws IOException {
        boolean shared = Files.getAttribute(partial, "unix:dev").equals(Files.getAttribute(kept, "unix:dev"));
        long mustStay = shared ? reserve : 0;
        // Not by the FileStore: it looks the folder up in the table of mounts, where a container or chroot may lack it.
        long free = partial.toFile().getUsableSpace();
        if (free - octets < mustStay) {
            throw new NoSpaceException(octets + " octets are to be written, " + free + " are free at " + target
                    + " and " + mustStay + " must stay free");
        }
    }

    /**
     * Forces all names in it and gives it its own. Files in it are forced already.
     *
     * @throws IOException if that failed
     */
    public void complete() throws IOException {
        Files.walkFileTree(partial, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                force(folder);
                return FileVisitResult.CONTINUE;
            }
        });
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        complete = true;
        force(parent);
    }

    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Removes what was made, unless it is complete. */
    @Override
    public void close() {
        if (complete) {
            return;
        }
        try {
            Files.walkFileTree(partial, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
                        throws IOException {
                    Files.delete(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            LOG.warn("{}, which was not completed, could not be removed: {}", partial, e.toString());
        }
    }
}
