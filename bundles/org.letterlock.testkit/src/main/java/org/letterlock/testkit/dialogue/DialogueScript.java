package org.letterlock.testkit.dialogue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.letterlock.testkit.dialogue.DialogueRunner.Delivery;

/**
 * A script, one step a line:
 *
 * <pre>
 * # a comment; blank lines count for nothing
 * C: octets that the client sends, a CRLF is added
 * C> octets that the client sends, nothing is added
 * S: a line that the server must send, its CRLF is implied
 * S~ a regular expression that a line of the server must match
 * CLOSE              the server must have closed and said nothing more
 * ONLY WHOLE         how octets arrive matters: run it in this one way (WHOLE, OCTETS)
 * NAME argument      anything else goes to the subject
 * </pre>
 *
 * <p>Consecutive lines of the client are one piece, as if pipelined. Escapes: {@code \r \n \t \0 \\ \xHH}, and
 * {@code \{n*text}} for n times the text. Characters beyond ASCII are sent as UTF-8.
 *
 * @param name for messages
 * @param steps what to do, in order
 * @param onlyDelivery the one way to run it, null for all
 */
public record DialogueScript(
        String name, List<Step> steps, @Nullable Delivery onlyDelivery) {

    private static final Pattern DIRECTIVE = Pattern.compile("([A-Z][A-Z0-9-]*)(?: (.*))?");

    /** One step. */
    public sealed interface Step {
        /**
         * Where it stands.
         *
         * @return the number of its line, from 1
         */
        int line();

        /** The client sends the text's octets. */
        record Client(int line, String text) implements Step {}

        /** The server sends exactly this line. */
        record Server(int line, String text) implements Step {}

        /** The server sends a line that matches. */
        record ServerLike(int line, Pattern pattern) implements Step {}

        /** The server has closed. */
        record Closed(int line) implements Step {}

        /** For the subject. */
        record Directive(int line, String name, String argument) implements Step {}
    }

    /** Copies the list. */
    public DialogueScript {
        steps = List.copyOf(steps);
    }

    /** The name, as test reports show it. */
    @Override
    public String toString() {
        return name;
    }

    /**
     * All scripts of a folder.
     *
     * @param anchor the folder is looked up beside this class
     * @param folder a folder of resources that lie in the file system, as test resources do
     * @return the scripts of its files, by name; at least one
     */
    public static List<DialogueScript> all(Class<?> anchor, String folder) {
        URL url = anchor.getResource(folder);
        if (url == null) {
            throw new IllegalArgumentException("no folder " + folder + " beside " + anchor.getName());
        }
        try (Stream<Path> files = Files.list(Path.of(uri(url)))) {
            List<DialogueScript> scripts = files.sorted()
                    .map(file -> load(anchor, folder + "/" + file.getFileName()))
                    .toList();
            if (scripts.isEmpty()) {
                throw new IllegalArgumentException("no script in " + folder);
            }
            return scripts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URI uri(URL url) {
        try {
            return url.toURI();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(url.toString(), e);
        }
    }

    /**
     * One script.
     *
     * @param anchor the resource is looked up beside this class
     * @param resource its name
     * @return the script
     */
    public static DialogueScript load(Class<?> anchor, String resource) {
        try (InputStream in = anchor.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + resource + " beside " + anchor.getName());
            }
            return parse(resource, new String(in.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a script.
     *
     * @param name for messages
     * @param text its lines, separated by LF
     * @return the script
     */
    public static DialogueScript parse(String name, String text) {
        List<Step> steps = new ArrayList<>();
        Delivery only = null;
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("ONLY ")) {
                only = Delivery.valueOf(line.substring(5).trim().toUpperCase(Locale.ROOT));
            } else {
                try {
                    steps.add(step(number, line));
                } catch (RuntimeException e) {
                    throw new IllegalArgumentException(name + ":" + number + ": cannot be read: " + line, e);
                }
            }
        }
        return new DialogueScript(name, steps, only);
    }

    private static Step step(int number, String line) {
        String mark = line.length() < 2 ? line : line.substring(0, 2);
        String rest = line.length() < 3 ? "" : line.substring(3);
        return switch (mark) {
            case "C:" -> new Step.Client(number, unescape(rest) + "\r\n");
            case "C>" -> new Step.Client(number, unescape(rest));
            case "S:" -> new Step.Server(number, unescape(rest));
            case "S~" -> new Step.ServerLike(number, Pattern.compile(rest, Pattern.DOTALL));
            default -> directive(number, line);
        };
    }

    private static Step directive(int number, String line) {
        var matcher = DIRECTIVE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no directive");
        }
        String name = matcher.group(1);
        String argument = matcher.group(2);
        return name.equals("CLOSE")
                ? new Step.Closed(number)
                : new Step.Directive(number, name, argument == null ? "" : unescape(argument));
    }

    private static String unescape(String escaped) {
        String octets = new String(escaped.getBytes(UTF_8), ISO_8859_1);
        StringBuilder text = new StringBuilder(octets.length());
        int i = 0;
        while (i < octets.length()) {
            char c = octets.charAt(i++);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char kind = octets.charAt(i++);
            switch (kind) {
                case 'r' -> text.append('\r');
                case 'n' -> text.append('\n');
                case 't' -> text.append('\t');
                case '0' -> text.append('\0');
                case '\\' -> text.append('\\');
                case 'x' -> {
                    text.append((char) Integer.parseInt(octets.substring(i, i + 2), 16));
                    i += 2;
                }
                case '{' -> {
                    int star = octets.indexOf('*', i);
                    int end = octets.indexOf('}', star);
                    text.append(octets.substring(star + 1, end).repeat(Integer.parseInt(octets.substring(i, star))));
                    i = end + 1;
                }
                default -> throw new IllegalArgumentException("unknown escape \\" + kind);
            }
        }
        return text.toString();
    }
}
