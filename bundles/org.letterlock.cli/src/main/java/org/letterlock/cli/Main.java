package org.letterlock.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/** Entry point: {@code first-start}, {@code run COMMAND...}, {@code await} or {@code demo}. */
public final class Main {

    private Main() {}

    /**
     * Runs one of them and ends the process with its exit status.
     *
     * @param arguments what to do, then its arguments
     */
    public static void main(String[] arguments) {
        int status;
        try {
            status = dispatch(Arrays.asList(arguments), Installation.ofThisProcess(), System.out);
        } catch (CliException e) {
            System.err.println("letterlock: " + e.getMessage());
            status = e.status();
        } catch (IOException e) {
            System.err.println("letterlock: " + Problems.describe(e));
            status = CliException.FAILED;
        }
        System.out.flush();
        System.exit(status);
    }

    private static int dispatch(List<String> arguments, Installation installation, PrintStream out)
            throws IOException, CliException {
        String what = arguments.isEmpty() ? "" : arguments.get(0);
        List<String> rest = arguments.isEmpty() ? List.of() : arguments.subList(1, arguments.size());
        return switch (what) {
            case "first-start" -> {
                new FirstStart(installation, System.getenv("LETTERLOCK_ADMIN_PASSWORD"), out).run();
                yield 0;
            }
            case "run" -> ShellCommand.of(rest).run(installation, System.in, out, System.err);
            case "await" -> {
                new ReadyWait(installation, out).run();
                yield 0;
            }
            case "demo" -> {
                new Demo(installation, out).run();
                yield 0;
            }
            default -> throw new CliException(CliException.USAGE, "unknown: " + what);
        };
    }
}
