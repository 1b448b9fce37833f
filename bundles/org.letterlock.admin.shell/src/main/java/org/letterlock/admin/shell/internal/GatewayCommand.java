package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.ansi.SimpleAnsi;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.GatewayAdmin;

/**
 * What all commands share: the administration, two forms of output, and failures of one line.
 *
 * @param <T> what the command comes to, also its JSON document
 */
abstract class GatewayCommand<T> implements Action {

    @Option(name = "--json", description = "Print one JSON document")
    boolean json;

    /** Optional, so that the commands exist without it and can say what is wrong. */
    @Reference(optional = true)
    @Nullable GatewayAdmin admin;

    @Reference
    @Nullable Session session;

    @Override
    public final @Nullable Object execute() throws CommandException {
        if (admin == null || session == null) {
            throw failure("the administration is not there: the bundle org.letterlock.admin.core does not run", null);
        }
        T result;
        try {
            result = run(admin);
        } catch (AdminException e) {
            throw failure(String.valueOf(e.getMessage()), e);
        }
        if (json) {
            session.getConsole().println(Json.of(result));
        } else {
            print(result, session.getConsole());
        }
        String fault = failureOf(result);
        if (fault != null) {
            throw failure(fault, null);
        }
        return null;
    }

    /** Why the command fails although it has a result, null if it does not. */
    @Nullable String failureOf(T result) {
        return null;
    }

    /** Does it. */
    abstract T run(GatewayAdmin gateway) throws AdminException, CommandException;

    /** Prints for people what it came to. */
    abstract void print(T result, PrintStream out);

    /**
     * Karaf prints the help of exactly this exception, and nothing else, and ends a client's session non-zero. In red:
     * that is how {@code bin/letterlock} tells errors, which Karaf prints to standard output, from results.
     */
    static CommandException failure(String line, @Nullable Throwable cause) {
        return new CommandException(SimpleAnsi.COLOR_RED + line + SimpleAnsi.COLOR_DEFAULT, line, cause);
    }
}
