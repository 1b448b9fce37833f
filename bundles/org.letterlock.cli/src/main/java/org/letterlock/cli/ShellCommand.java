package org.letterlock.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One line for the gateway's shell.
 *
 * @param line the line
 * @param readsInput whether it reads a secret from standard input
 */
record ShellCommand(String line, boolean readsInput) {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@+-]+");

    /** Makes a line of words. A single word is taken as a whole line, so that pipes of the shell can be used. */
    static ShellCommand of(List<String> words) {
        String line = words.size() == 1
                ? words.get(0)
                : words.stream().map(ShellCommand::quote).collect(Collectors.joining(" "));
        return new ShellCommand(line, words.stream().anyMatch(word -> word.endsWith("-stdin")));
    }

    private static String quote(String word) {
        if (PLAIN.matcher(word).matches()) {
            return word;
        }
        StringBuilder quoted = new StringBuilder("\"");
        word.chars().forEach(c -> {
            if (c == '"' || c == '\\' || c == '$') {
                quoted.append('\\');
            }
            quoted.append((char) c);
        });
        return quoted.append('"').toString();
    }

    int run(Installation installation, InputStream in, OutputStream out, OutputStream err)
            throws IOException, CliException {
        try (GatewayShell shell = GatewayShell.open(installation);
                OutputStream buffered = new BufferedOutputStream(out)) {
            // Otherwise it would swallow the input of a loop around it.
            return shell.execute(line, readsInput ? in : InputStream.nullInputStream(), buffered, err);
        }
    }
}
