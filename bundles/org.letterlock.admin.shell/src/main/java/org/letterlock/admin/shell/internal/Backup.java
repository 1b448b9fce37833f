package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.BackupReport;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.api.Progress;

/** {@code gateway:backup}. Karaf reads no options behind the folder, so {@code --json} is looked for among the words. */
@Service
@Command(scope = "gateway", name = "backup", description = "Copies the data folder to a new folder, while mail flows")
public final class Backup extends GatewayCommand<BackupReport> {

    @Argument(name = "directory", description = "Absolute path of a new or empty folder", multiValued = true)
    List<String> words = List.of();

    @Override
    BackupReport run(GatewayAdmin gateway) throws AdminException, CommandException {
        List<String> folders = new ArrayList<>(words);
        json |= folders.removeIf("--json"::equals);
        if (folders.size() != 1) {
            throw failure("give one folder, which is new or empty", null);
        }
        return gateway.backup(folders.get(0), Progress.NONE);
    }

    @Override
    void print(BackupReport backup, PrintStream out) {
        out.println("backup  " + backup.directory());
        out.println("size    " + backup.octets() + " bytes in " + backup.files() + " files");
        out.println("log end " + backup.end());
    }

    @Override
    @Nullable String failureOf(BackupReport backup) {
        return backup.missing() == 0
                ? null
                : "the store is damaged, and so is the backup: " + backup.missing()
                        + " files are missing; see gateway:verify";
    }
}
