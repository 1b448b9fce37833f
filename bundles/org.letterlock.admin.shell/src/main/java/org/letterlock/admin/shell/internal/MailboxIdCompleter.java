package org.letterlock.admin.shell.internal;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.GatewayAdmin;

/** Completes ids of mailboxes. */
@Service
public final class MailboxIdCompleter implements Completer {

    @Reference(optional = true)
    @Nullable GatewayAdmin admin;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        StringsCompleter ids = new StringsCompleter();
        if (admin != null) {
            try {
                admin.mailboxes().forEach(mailbox -> ids.getStrings().add(mailbox.id()));
            } catch (AdminException e) {
                // While the mailboxes are not loaded there is nothing to complete; the command will say so.
                return -1;
            }
        }
        return ids.complete(session, line, candidates);
    }
}
