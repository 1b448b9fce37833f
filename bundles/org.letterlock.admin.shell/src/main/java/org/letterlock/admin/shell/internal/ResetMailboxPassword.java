package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Objects;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.api.ResetPassword;

/** {@code mailbox:reset-password}. */
@Service
@Command(
        scope = "mailbox",
        name = "reset-password",
        description = "Gives a mailbox whose password is lost a new key and password; what it holds needs the lost one")
public final class ResetMailboxPassword extends MailboxCommand<ResetPassword> {

    private static final String CODE_FROM_INPUT = "--recovery-code-stdin";

    @Option(
            name = CODE_FROM_INPUT,
            description = "Read the recovery code from standard input: the key stays, and nothing is lost")
    boolean codeFromInput;

    @Override
    boolean take(String option, Value value) {
        codeFromInput |= option.equals(CODE_FROM_INPUT);
        return option.equals(CODE_FROM_INPUT);
    }

    @Override
    ResetPassword run(GatewayAdmin gateway, String id) throws AdminException, CommandException {
        if (!codeFromInput) {
            return gateway.resetPassword(id);
        }
        char[] code = SecretInput.read(Objects.requireNonNull(session), "recovery code");
        try {
            return gateway.resetPassword(id, code);
        } finally {
            Arrays.fill(code, '\0');
        }
    }

    @Override
    void print(ResetPassword reset, PrintStream out) {
        out.println("password    " + reset.password() + "  (not shown again)");
        out.println("fingerprint " + reset.fingerprint());
    }
}
