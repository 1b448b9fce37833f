package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.ExportReport;
import org.letterlock.admin.api.GatewayAdmin;

/** {@code mailbox:export}. */
@Service
@Command(
        scope = "mailbox",
        name = "export",
        description =
                "Writes a mailbox's sealed mails and locked keys to a folder, for letterlock-open: ID DIR, the absolute"
                        + " path of a new or empty folder")
public final class ExportMailbox extends MailboxCommand<ExportReport> {

    @Nullable String folder;

    @Override
    boolean takeArgument(String word) {
        if (folder != null) {
            return false;
        }
        folder = word;
        return true;
    }

    @Override
    ExportReport run(GatewayAdmin gateway, String id) throws AdminException, CommandException {
        if (folder == null) {
            throw failure("give a folder behind the id, which is new or empty", null);
        }
        return gateway.exportMailbox(id, folder);
    }

    @Override
    void print(ExportReport export, PrintStream out) {
        out.println("export  " + export.directory());
        out.println("mails   " + export.mails() + ", " + export.octets() + " bytes sealed");
        out.println("keys    " + String.join(", ", export.keys()));
        if (export.gone() > 0) {
            out.println("gone    " + export.gone() + " mails were deleted meanwhile");
        }
        for (ExportReport.Damage damage : export.damages()) {
            out.println("  ! " + damage.file() + ": " + damage.what());
        }
        if (export.damaged() > export.damages().size()) {
            out.println("  ! and " + (export.damaged() - export.damages().size()) + " more");
        }
    }

    @Override
    @Nullable String failureOf(ExportReport export) {
        return export.damaged() == 0
                ? null
                : "left out because they are damaged: " + export.damaged() + " mails or keys; see gateway:verify";
    }
}
