package org.letterlock.cli.open;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The password, and what else of it may be a lock's passphrase. */
final class Password implements AutoCloseable {

    private static final int MAX_OCTETS = 4_096;

    /** Crockford's base 32, in which recovery codes are. */
    private static final String CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int CODE_CHARACTERS = 42;

    private final char[] typed;

    private Password(char[] typed) {
        this.typed = typed;
    }

    /** Reads the first line: UTF-8, up to CR, LF or the end. */
    static Password read(InputStream in) throws IOException, OpenException {
        byte[] octets = new byte[MAX_OCTETS];
        int length = 0;
        try {
            for (int octet = in.read(); octet >= 0 && octet != '\n' && octet != '\r'; octet = in.read()) {
                if (length == octets.length) {
                    throw new OpenException(Failure.USAGE, "the password is too long");
                }
                octets[length++] = (byte) octet;
            }
            if (length == 0) {
                throw new OpenException(Failure.USAGE, "no password was given");
            }
            CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets, 0, length));
            char[] typed = new char[decoded.remaining()];
            decoded.get(typed);
            Arrays.fill(decoded.array(), '\0');
            return new Password(typed);
        } catch (CharacterCodingException e) {
            throw new OpenException(Failure.USAGE, "the password is not UTF-8", e);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    /** What may open a lock: what was typed, and if it looks like a recovery code, the passphrase that stands for it. */
    List<char[]> passphrases() {
        char[] code = new char[CODE_CHARACTERS];
        int length = 0;
        for (char character : typed) {
            if (character == '-' || character == ' ') {
                continue;
            }
            char read = codeCharacter(character);
            if (length == CODE_CHARACTERS || CODE_ALPHABET.indexOf(read) < 0) {
                return List.of(typed);
            }
            code[length++] = read;
        }
        return length == CODE_CHARACTERS ? List.of(code, typed) : List.of(typed);
    }

    private static char codeCharacter(char character) {
        char upper = Character.toUpperCase(character);
        return switch (upper) {
            case 'O' -> '0';
            case 'I', 'L' -> '1';
            default -> upper;
        };
    }

    @Override
    public void close() {
        Arrays.fill(typed, '\0');
    }
}
