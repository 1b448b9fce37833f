package org.letterlock.cli.open;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.ServiceLoader;
import org.letterlock.cli.Problems;
import org.letterlock.crypto.api.MailboxKeys;
import org.letterlock.crypto.api.MessageSealer;

/** Entry point of {@code letterlock-open}. The password is the first line of standard input. */
public final class OpenMain {

    private final InputStream in;
    private final OutputStream out;
    private final Report report;

    OpenMain(InputStream in, OutputStream out, PrintStream err) {
        this.in = in;
        this.out = out;
        report = new Report(err);
    }

    /**
     * Opens what it is told to and ends the process with its exit status.
     *
     * @param arguments as the script describes them
     */
    public static void main(String[] arguments) {
        // Octets, not text: standard output as Java gives it would swallow errors.
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        System.exit(new OpenMain(System.in, out, System.err).run(List.of(arguments)));
    }

    /** Returns the exit status. */
    int run(List<String> words) {
        try {
            run(Arguments.of(words));
        } catch (OpenException e) {
            report.failure(e);
        } catch (IOException e) {
            report.failure(new OpenException(Failure.FILES, Problems.describe(e), e));
        }
        return report.status();
    }

    private void run(Arguments arguments) throws IOException, OpenException {
        FolderOpener folder = new FolderOpener(arguments.sealed(), report);
        try (Password password = Password.read(in);
                OpenedKeys keys = new OpenedKeys(provider(MailboxKeys.class))) {
            if (arguments.key() != null) {
                keys.tryOn(arguments.key(), password);
            } else {
                folder.openKeys(keys, password);
            }
            if (keys.isEmpty()) {
                throw new OpenException(Failure.WRONG_PASSWORD, "the password opens no key");
            }
            MailOpener opener = new MailOpener(provider(MessageSealer.class), keys);
            Path target = arguments.out();
            if (target == null) {
                toStandardOutput(opener, arguments.sealed());
            } else if (arguments.isFolder()) {
                folder.openMails(opener, target);
                report.sum();
            } else {
                Files.createDirectories(
                        target, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                opener.toFile(arguments.sealed(), FolderOpener.target(arguments.sealed(), target));
            }
        }
    }

    private void toStandardOutput(MailOpener opener, Path sealed) throws IOException, OpenException {
        try {
            opener.toStream(sealed, out);
        } catch (OpenException e) {
            throw new OpenException(e.failure(), e.getMessage() + "; standard output does not hold a whole mail", e);
        }
    }

    private static <T> T provider(Class<T> service) {
        return ServiceLoader.load(service)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nothing implements " + service.getName()));
    }
}
