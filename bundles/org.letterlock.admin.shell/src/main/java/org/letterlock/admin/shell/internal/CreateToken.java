package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.api.NewToken;

/** {@code token:create}. */
@Service
@Command(
        scope = "token",
        name = "create",
        description =
                "USER NAME ROLE[,ROLE...] [DAYS]: creates an API token, for so many days or without end, and shows it, once")
public final class CreateToken extends WordsCommand<NewToken> {

    @Override
    NewToken run(GatewayAdmin gateway, List<String> rest) throws AdminException, CommandException {
        if (rest.size() != 3 && rest.size() != 4) {
            throw failure(
                    "give user, name, roles and perhaps days, such as: token:create anna nightly viewer 90", null);
        }
        return gateway.createToken(
                rest.get(0), rest.get(1), roles(rest.get(2)), rest.size() == 4 ? inDays(rest.get(3)) : null);
    }

    private static @Nullable Instant inDays(String days) throws CommandException {
        if (!days.matches("[1-9][0-9]{0,4}")) {
            throw failure("days are a number from 1 to 99999", null);
        }
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(Integer.parseInt(days), ChronoUnit.DAYS);
    }

    @Override
    void print(NewToken created, PrintStream out) {
        out.println("id          " + created.token().id());
        out.println("expires     " + MailboxText.orDash(created.token().expires()));
        out.println("token       " + created.secret() + "  (not shown again)");
    }
}
