package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.AuditVerification;
import org.letterlock.admin.api.GatewayAdmin;

/** {@code audit:verify}. */
@Service
@Command(
        scope = "audit",
        name = "verify",
        description = "Checks the chain of the audit log; fails when an entry was altered or is missing")
public final class VerifyAudit extends GatewayCommand<AuditVerification> {

    @Override
    AuditVerification run(GatewayAdmin gateway) throws AdminException {
        return gateway.verifyAudit();
    }

    @Override
    void print(AuditVerification verification, PrintStream out) {
        out.println("entries " + verification.entries()
                + (verification.entries() == 0 ? "" : ", " + verification.first() + " to " + verification.last()));
        out.println("last    " + MailboxText.orDash(verification.lastTime()));
        out.println("head    " + (verification.head().isEmpty() ? "-" : verification.head()));
        verification.faults().forEach(fault -> out.println("  ! " + fault));
    }

    @Override
    @Nullable String failureOf(AuditVerification verification) {
        return verification.faults().isEmpty()
                ? null
                : "the audit log is not whole: " + verification.faults().size() + " faults";
    }
}
