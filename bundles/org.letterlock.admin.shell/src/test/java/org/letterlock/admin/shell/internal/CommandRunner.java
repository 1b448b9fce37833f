package org.letterlock.admin.shell.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.letterlock.testkit.admin.GatewayAdmins;

/** Runs commands over parts of an administration, with something on standard input. */
final class CommandRunner {

    private final Object[] parts;
    String input = "";

    CommandRunner(Object... parts) {
        this.parts = parts;
    }

    /** What the command prints. */
    String run(GatewayCommand<?> command) throws CommandException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream console = new PrintStream(out, true, UTF_8);
        command.admin = GatewayAdmins.of(parts);
        InputStream keyboard = new ByteArrayInputStream(input.getBytes(UTF_8));
        command.session = (Session) Proxy.newProxyInstance(
                Session.class.getClassLoader(),
                new Class<?>[] {Session.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getConsole" -> console;
                    case "getKeyboard" -> keyboard;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        assertThat(command.execute()).as("Karaf would print it").isNull();
        return out.toString(UTF_8);
    }
}
