package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.DrainState;
import org.letterlock.admin.api.GatewayAdmin;

/** {@code gateway:drain}. */
@Service
@Command(
        scope = "gateway",
        name = "drain",
        description = "Lets the sessions under way finish and serves no new connection until gateway:resume")
public final class Drain extends GatewayCommand<DrainState> {

    @Option(
            name = "--wait",
            description = "Seconds to wait for the sessions to end, at most 540; fails when some are left then")
    @Nullable String wait;

    @Override
    DrainState run(GatewayAdmin gateway) throws AdminException, CommandException {
        return gateway.drain(wait == null ? 0 : seconds(wait));
    }

    /** Karaf converts no option to an Integer, and an int could not tell that there is none. */
    private static int seconds(String text) throws CommandException {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw failure("--wait takes a number of seconds", e);
        }
    }

    @Override
    void print(DrainState state, PrintStream out) {
        if (state.drained()) {
            out.println("drained: no new connection is served until gateway:resume or a restart; " + state.connections()
                    + " sessions are under way");
        }
    }

    @Override
    @Nullable String failureOf(DrainState state) {
        if (!state.drained()) {
            return "new connections are served again: the gateway was resumed, or its transport was started anew";
        }
        return wait == null || state.connections() == 0
                ? null
                : state.connections() + " sessions are left after " + wait
                        + " s, see gateway:status; the gateway stays drained";
    }
}
