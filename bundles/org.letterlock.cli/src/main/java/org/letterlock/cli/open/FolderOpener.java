package org.letterlock.cli.open;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Pattern;

/** Opens the mails of a folder that holds a mailbox's keys as well. */
final class FolderOpener {

    private static final Pattern KEY = Pattern.compile("(key-[0-9]+|recovery-key)\\.pgp");
    private static final String SEALED = ".pgp";

    private final Path folder;
    private final Report report;

    FolderOpener(Path folder, Report report) {
        this.folder = folder;
        this.report = report;
    }

    /** Tries a password on each key. One that is damaged is reported, and hinders no other. */
    void openKeys(OpenedKeys keys, Password password) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, FolderOpener::isKey)) {
            for (Path file : files) {
                try {
                    keys.tryOn(file, password);
                } catch (OpenException e) {
                    report.failure(e);
                }
            }
        }
    }

    /** Opens each mail that is not opened yet. One that fails is reported, and hinders no other. */
    void openMails(MailOpener opener, Path out) throws IOException {
        Files.createDirectories(
                out, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, FolderOpener::isMail)) {
            for (Path file : files) {
                Path target = target(file, out);
                if (Files.exists(target)) {
                    report.alreadyOpened();
                    continue;
                }
                try {
                    opener.toFile(file, target);
                    report.opened();
                } catch (OpenException e) {
                    report.failure(e);
                }
            }
        }
    }

    /** The file of an opened mail. */
    static Path target(Path sealed, Path out) {
        String name = String.valueOf(sealed.getFileName());
        String stem = name.endsWith(SEALED) ? name.substring(0, name.length() - SEALED.length()) : name;
        return out.resolve(stem + ".eml");
    }

    private static boolean isKey(Path file) {
        return KEY.matcher(String.valueOf(file.getFileName())).matches();
    }

    private static boolean isMail(Path file) {
        return String.valueOf(file.getFileName()).endsWith(SEALED) && !isKey(file);
    }
}
