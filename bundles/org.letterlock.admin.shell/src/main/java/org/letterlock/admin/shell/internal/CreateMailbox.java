package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Objects;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.CreatedMailbox;
import org.letterlock.admin.api.GatewayAdmin;

/** {@code mailbox:create}. */
@Service
@Command(scope = "mailbox", name = "create", description = "Creates a mailbox and shows its password, once")
public final class CreateMailbox extends GatewayCommand<CreatedMailbox> {

    @Option(name = "--name", description = "Name for people")
    String name = "";

    @Option(name = "--description", description = "Description for people")
    String description = "";

    @Option(name = "--id", description = "Id it had at another gateway, mbx- and 32 hexadecimal digits")
    String id = "";

    @Option(
            name = "--password-stdin",
            description = "With --id: read the password it had there from standard input, do not make one")
    boolean passwordFromInput;

    @Option(name = "--recovery-code", description = "Make a recovery code too, and show it, once")
    boolean recoveryCode;

    @Option(name = "--escrow", description = "Seal its mails to the escrow certificate as well")
    boolean escrow;

    @Override
    CreatedMailbox run(GatewayAdmin gateway) throws AdminException, CommandException {
        if (name.isEmpty()) {
            throw failure("a mailbox needs a name: give --name NAME", null);
        }
        if (!passwordFromInput) {
            return create(gateway, null);
        }
        if (id.isEmpty()) {
            throw failure("--password-stdin is for a mailbox that moves over: give its --id too", null);
        }
        char[] password = SecretInput.read(Objects.requireNonNull(session), "password");
        try {
            return create(gateway, password);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private CreatedMailbox create(GatewayAdmin gateway, char @Nullable [] password) throws AdminException {
        String given = id.isEmpty() ? null : id;
        if (escrow) {
            return gateway.createMailboxWithEscrow(name, description, given, password, recoveryCode);
        }
        if (recoveryCode) {
            return gateway.createMailboxWithRecoveryCode(name, description, given, password);
        }
        return id.isEmpty()
                ? gateway.createMailbox(name, description)
                : gateway.createMailbox(name, description, id, password);
    }

    @Override
    void print(CreatedMailbox created, PrintStream out) {
        out.println("id          " + created.id());
        out.println("address     " + created.address());
        out.println("password    "
                + (created.password() == null ? "as given" : created.password() + "  (not shown again)"));
        out.println("fingerprint " + created.fingerprint());
        if (created.recoveryCode() != null) {
            RecoveryText.print(created.recoveryCode(), out);
        }
    }
}
