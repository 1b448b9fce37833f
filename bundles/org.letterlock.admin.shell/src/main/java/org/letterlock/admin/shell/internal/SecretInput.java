package org.letterlock.admin.shell.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;

/** Reads secrets, which never stand on a command line: others see those, and the shell remembers them. */
final class SecretInput {

    /** As much as a POP3 line could hold of a password, and more than any has. */
    private static final int MAX_OCTETS = 4_096;

    private static final char NO_ECHO = '\0';

    private SecretInput() {}

    /** Asks on the session's terminal, without echo and without a trace in the history. */
    static char[] ask(Session session, String prompt, String option) throws CommandException {
        @Nullable String line;
        try {
            line = session.readLine(prompt + ": ", NO_ECHO);
        } catch (UnsupportedOperationException e) {
            throw GatewayCommand.failure(
                    "there is no terminal to ask on: give the " + prompt + " on standard input, with " + option, e);
        } catch (IOException | RuntimeException e) { // ^C and ^D are unchecked exceptions of the line editor
            throw none(prompt, e);
        }
        if (line == null || line.isEmpty()) {
            throw none(prompt, null);
        }
        return line.toCharArray();
    }

    /** Reads the first line of standard input: UTF-8, up to CR, LF or the end. */
    static char[] read(Session session, String what) throws CommandException {
        byte[] octets = new byte[MAX_OCTETS];
        try {
            int length = readLine(session.getKeyboard(), octets, what);
            if (length == 0) {
                throw none(what, null);
            }
            CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets, 0, length));
            char[] secret = new char[decoded.remaining()];
            decoded.get(secret);
            Arrays.fill(decoded.array(), NO_ECHO);
            return secret;
        } catch (CharacterCodingException e) {
            throw GatewayCommand.failure("the " + what + " is not UTF-8", e);
        } catch (IOException e) {
            throw none(what, e);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    private static int readLine(InputStream in, byte[] octets, String what) throws IOException, CommandException {
        int length = 0;
        for (int octet = in.read(); octet >= 0 && octet != '\n' && octet != '\r'; octet = in.read()) {
            if (length == octets.length) {
                throw GatewayCommand.failure("the " + what + " is too long", null);
            }
            octets[length++] = (byte) octet;
        }
        return length;
    }

    private static CommandException none(String what, @Nullable Exception cause) {
        return GatewayCommand.failure("no " + what + " was given, nothing is done", cause);
    }
}
