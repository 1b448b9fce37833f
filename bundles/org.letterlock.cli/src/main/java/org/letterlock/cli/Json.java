package org.letterlock.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON (RFC 8259) as the gateway's shell prints it: into maps, lists, texts, numbers as texts, booleans and null. */
final class Json {

    private static final String LITERALS = "+-.";

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /**
     * Reads an object.
     *
     * @throws CliException if it is none
     */
    static Map<String, @Nullable Object> object(String text) throws CliException {
        Json json = new Json(text);
        json.blanks();
        Map<String, @Nullable Object> object = json.object();
        json.blanks();
        if (json.at < text.length()) {
            throw json.unexpected();
        }
        return object;
    }

    private @Nullable Object value() throws CliException {
        blanks();
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            default -> literal();
        };
    }

    private Map<String, @Nullable Object> object() throws CliException {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        expect('{');
        boolean more = !found('}');
        while (more) {
            blanks();
            String name = string();
            blanks();
            expect(':');
            members.put(name, value());
            more = continues('}');
        }
        return members;
    }

    private List<@Nullable Object> array() throws CliException {
        List<@Nullable Object> elements = new ArrayList<>();
        expect('[');
        boolean more = !found(']');
        while (more) {
            elements.add(value());
            more = continues(']');
        }
        return elements;
    }

    private boolean continues(char end) throws CliException {
        if (found(',')) {
            return true;
        }
        expect(end);
        return false;
    }

    private String string() throws CliException {
        StringBuilder string = new StringBuilder();
        expect('"');
        for (char c = next(); c != '"'; c = next()) {
            string.append(c == '\\' ? escaped() : c);
        }
        return string.toString();
    }

    private char escaped() throws CliException {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = Character.digit(next(), 16);
                    if (digit < 0) {
                        throw unexpected();
                    }
                    code = code * 16 + digit;
                }
                yield (char) code;
            }
            default -> throw unexpected();
        };
    }

    private @Nullable Object literal() throws CliException {
        int start = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || LITERALS.indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        String literal = text.substring(start, at);
        return switch (literal) {
            case "" -> throw unexpected();
            case "true" -> true;
            case "false" -> false;
            case "null" -> null;
            default -> literal;
        };
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() throws CliException {
        if (at >= text.length()) {
            throw unexpected();
        }
        return text.charAt(at);
    }

    private char next() throws CliException {
        char c = peek();
        at++;
        return c;
    }

    private boolean found(char wanted) throws CliException {
        blanks();
        boolean there = peek() == wanted;
        if (there) {
            at++;
        }
        return there;
    }

    private void expect(char wanted) throws CliException {
        if (peek() != wanted) {
            throw unexpected();
        }
        at++;
    }

    private CliException unexpected() {
        return new CliException(CliException.FAILED, "the gateway's answer is not understood, at character " + at);
    }
}
