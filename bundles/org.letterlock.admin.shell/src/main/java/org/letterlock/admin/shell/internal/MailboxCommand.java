package org.letterlock.admin.shell.internal;

import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.support.CommandException;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.GatewayAdmin;

/**
 * A command about one mailbox. Karaf reads no options behind the first argument, where people write them; so the id takes
 * all words there are, and the options among them are read here.
 */
abstract class MailboxCommand<T> extends GatewayCommand<T> {

    @Argument(name = "id", description = "Mailbox id", multiValued = true)
    @Completion(MailboxIdCompleter.class)
    List<String> words = List.of();

    /** The value of an option, behind {@code =} or the next word. */
    interface Value {
        String get() throws CommandException;
    }

    @Override
    final T run(GatewayAdmin gateway) throws AdminException, CommandException {
        Iterator<String> rest = words.iterator();
        if (!rest.hasNext()) {
            throw failure("which mailbox? give its id", null);
        }
        String id = rest.next();
        while (rest.hasNext()) {
            read(rest.next(), rest);
        }
        return run(gateway, id);
    }

    private void read(String word, Iterator<String> rest) throws CommandException {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        Value value = () -> {
            if (equals >= 0) {
                return word.substring(equals + 1);
            }
            if (!rest.hasNext()) {
                throw failure("the option " + name + " needs a value", null);
            }
            return rest.next();
        };
        if (word.equals("--json")) {
            json = true;
        } else if (!(word.startsWith("-") ? take(name, value) : takeArgument(word))) {
            throw failure("what is '" + word + "'? see --help", null);
        }
    }

    /** Takes an option of the command's own; false if it has none of that name. */
    boolean take(String option, Value value) throws CommandException {
        return false;
    }

    /** Takes an argument behind the id; false if the command has none, or has it already. */
    boolean takeArgument(String word) {
        return false;
    }

    /** The values of an option of several, with commas between them; {@code any} is none. */
    static List<String> list(String text) {
        return text.equals("any")
                ? List.of()
                : Stream.of(text.split(",", -1)).map(String::strip).toList();
    }

    /** Whether the value of an option is the one of two that means yes. */
    static boolean either(String option, String value, String yes, String no) throws CommandException {
        if (!value.equals(yes) && !value.equals(no)) {
            throw failure(option + " is " + yes + " or " + no + ", not '" + value + "'", null);
        }
        return value.equals(yes);
    }

    /** Does it. */
    abstract T run(GatewayAdmin gateway, String id) throws AdminException, CommandException;
}
