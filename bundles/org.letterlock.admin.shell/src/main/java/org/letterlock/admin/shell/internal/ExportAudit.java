package org.letterlock.admin.shell.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.AuditQuery;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.shell.internal.ExportAudit.Exported;

/** {@code audit:export}. Karaf reads no options behind the file, so {@code --json} is looked for among the words. */
@Service
@Command(
        scope = "audit",
        name = "export",
        description = "Writes entries of the audit log as they are kept, a JSON document a line, the oldest first")
public final class ExportAudit extends AuditFilterCommand<Exported> {

    @Argument(
            name = "file",
            description = "Absolute path of a new file on the gateway's machine; without one they are printed",
            multiValued = true)
    List<String> words = List.of();

    /** The result as JSON: where to, and how many. */
    record Exported(@Nullable String file, long entries) {}

    @Override
    Exported run(GatewayAdmin gateway) throws AdminException, CommandException {
        List<String> files = new ArrayList<>(words);
        json |= files.removeIf("--json"::equals);
        if (files.size() > 1) {
            throw failure("give one file, behind the options", null);
        }
        AuditQuery query = query(null, 1);
        if (files.size() == 1) {
            return new Exported(files.get(0), toFile(gateway, query, files.get(0)));
        }
        if (json) {
            throw failure("with --json give a file: the entries are JSON themselves, a document a line", null);
        }
        PrintStream out = Objects.requireNonNull(session).getConsole();
        return new Exported(null, gateway.exportAudit(query, out::println));
    }

    private static long toFile(GatewayAdmin gateway, AuditQuery query, String name)
            throws AdminException, CommandException {
        if (!name.startsWith("/")) {
            // The gateway writes it, which does not know where its caller is.
            throw failure("give the absolute path of the file, not " + name, null);
        }
        try (Writer out = create(Path.of(name))) {
            return gateway.exportAudit(query, line -> write(out, line));
        } catch (FileAlreadyExistsException e) {
            throw failure(name + " is there already", e);
        } catch (IOException | UncheckedIOException | InvalidPathException e) {
            throw failure("cannot write " + name + ": " + e.getMessage(), e);
        }
    }

    private static Writer create(Path path) throws IOException {
        return new BufferedWriter(new OutputStreamWriter(
                Channels.newOutputStream(Files.newByteChannel(
                        path,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))),
                US_ASCII));
    }

    private static void write(Writer out, String line) {
        try {
            out.write(line);
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    void print(Exported exported, PrintStream out) {
        if (exported.file() != null) {
            out.println(exported.entries() + " entries are in " + exported.file());
        }
    }
}
