package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import java.util.Arrays;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.api.RecoveryCode;

/** {@code mailbox:recovery-code}. */
@Service
@Command(
        scope = "mailbox",
        name = "recovery-code",
        description = "Gives a mailbox a recovery code and shows it, once; asks for the current password")
public final class ChangeRecoveryCode extends MailboxCommand<RecoveryCode> {

    private static final String REMOVE = "--remove";

    @Option(name = ChangePassword.FROM_INPUT, description = ChangePassword.FROM_INPUT_DESCRIPTION)
    boolean fromInput;

    @Option(name = REMOVE, description = "Take the recovery code away; no password is needed")
    boolean remove;

    @Override
    boolean take(String option, Value value) {
        fromInput |= option.equals(ChangePassword.FROM_INPUT);
        remove |= option.equals(REMOVE);
        return option.equals(ChangePassword.FROM_INPUT) || option.equals(REMOVE);
    }

    @Override
    RecoveryCode run(GatewayAdmin gateway, String id) throws AdminException, CommandException {
        if (remove && fromInput) {
            throw failure("give --remove or --current-stdin, not both", null);
        }
        if (remove) {
            return gateway.removeRecoveryCode(id);
        }
        char[] current = ChangePassword.current(session, fromInput);
        try {
            return gateway.setRecoveryCode(id, current);
        } finally {
            Arrays.fill(current, '\0');
        }
    }

    @Override
    void print(RecoveryCode changed, PrintStream out) {
        if (changed.recoveryCode() == null) {
            out.println(changed.id() + " has no recovery code");
        } else {
            RecoveryText.print(changed.recoveryCode(), out);
        }
    }
}
