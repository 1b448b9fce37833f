package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.api.Progress;
import org.letterlock.admin.api.VerifyReport;

/** {@code gateway:verify}. */
@Service
@Command(
        scope = "gateway",
        name = "verify",
        description = "Checks chains, mails and key files; needs no password and fails when something is damaged")
public final class Verify extends GatewayCommand<VerifyReport> {

    @Option(name = "--heads", description = "File of ledger heads exported earlier, which must be in the chains still")
    @Nullable String heads;

    @Override
    VerifyReport run(GatewayAdmin gateway) throws AdminException, CommandException {
        return gateway.verify(heads == null ? List.of() : HeadsFile.read(heads), Progress.NONE);
    }

    @Override
    void print(VerifyReport report, PrintStream out) {
        out.println("checked up to " + report.end());
        out.println("segments      " + report.segments() + ", ledgers " + report.ledgers() + ", large mails "
                + report.largeFiles());
        out.println("records       " + report.records() + " of " + report.mailboxes() + " mailboxes");
        out.println("mails         " + report.mails() + ", bodies of " + report.octets() + " bytes");
        if (heads != null) {
            out.println("earlier heads " + report.heads());
        }
        out.println("damaged       " + report.damaged());
        for (VerifyReport.Damage damage : report.damages()) {
            out.println("  ! " + damage.file() + " at " + damage.offset()
                    + (damage.mailbox() == null ? "" : " mailbox=" + damage.mailbox())
                    + (damage.message() == null ? "" : " message=" + damage.message()) + ": " + damage.what());
        }
        if (report.damaged() > report.damages().size()) {
            out.println("  ! and " + (report.damaged() - report.damages().size()) + " more");
        }
    }

    @Override
    @Nullable String failureOf(VerifyReport report) {
        return report.damaged() == 0 ? null : "damaged: " + report.damaged() + " places";
    }
}
