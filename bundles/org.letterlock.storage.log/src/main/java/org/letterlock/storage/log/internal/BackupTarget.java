package org.letterlock.storage.log.internal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of a backup. It is made under another name, so that it is there completely or not at all. */
final class BackupTarget {

    private static final Logger LOG = LoggerFactory.getLogger(BackupTarget.class);
    private static final String PARTIAL = ".partial";

    private final Disk disk;
    private final Path target;
    private final Path parent;
    private final Path partial;

    private BackupTarget(Disk disk, Path parent, String name) {
        this.disk = disk;
        this.parent = parent;
        this.target = parent.resolve(name);
        this.partial = parent.resolve(name + PARTIAL);
    }

    /**
     * Makes the folder.
     *
     * @param data the data folder, in which it must not be
     * @throws IllegalArgumentException with the reason for people, if it cannot be there
     */
    static BackupTarget create(Disk disk, Path wanted, Path data) throws IOException {
        Path normal = wanted.normalize();
        Path parent = normal.getParent();
        if (!wanted.isAbsolute() || parent == null) {
            throw new IllegalArgumentException("give the absolute path of a new folder, not " + wanted);
        }
        if (!Files.isDirectory(parent)) {
            throw new IllegalArgumentException("there is no folder " + parent);
        }
        BackupTarget target =
                new BackupTarget(disk, parent.toRealPath(), normal.getFileName().toString());
        if (target.parent.startsWith(data.toRealPath())) {
            throw new IllegalArgumentException(wanted + " is in the data folder");
        }
        target.requireFree();
        try {
            makeFolder(target.partial);
        } catch (FileAlreadyExistsException e) {
            throw new IllegalArgumentException(
                    target.partial + " is left over from a backup that did not end, or one is being made: remove it",
                    e);
        }
        return target;
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

    Path path() {
        return target;
    }

    /** Where a file or folder of the backup is made. */
    Path resolve(String name) {
        return partial.resolve(name);
    }

    Path folder(String name) throws IOException {
        Path folder = resolve(name);
        if (!Files.isDirectory(folder)) {
            makeFolder(folder);
        }
        return folder;
    }

    long freeBytes() throws IOException {
        return disk.usableBytes(partial);
    }

    /** Whether what is written here leaves less space for a folder. */
    boolean sharesSpaceWith(Path folder) throws IOException {
        return Files.getAttribute(partial, "unix:dev").equals(Files.getAttribute(folder, "unix:dev"));
    }

    /** Forces all names and gives it its own. */
    void complete() throws IOException {
        Files.walkFileTree(partial, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                disk.forceDirectory(folder);
                return FileVisitResult.CONTINUE;
            }
        });
        disk.rename(partial, target);
        disk.forceDirectory(parent);
    }

    /** Removes what was made, after a failure. */
    void discard() {
        try {
            if (Files.exists(partial)) {
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
            }
        } catch (IOException e) {
            LOG.warn("{}, a backup that did not end, could not be removed: {}", partial, e.toString());
        }
    }
}
