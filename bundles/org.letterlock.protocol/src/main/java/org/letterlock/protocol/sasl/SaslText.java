package org.letterlock.protocol.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.letterlock.protocol.InputBuffer;

/** Base64 and UTF-8 in arrays, each copy made on the way overwritten: no secret ever becomes a string. */
public final class SaslText {

    private SaslText() {}

    /**
     * Reads a password as POP3's PASS has it.
     *
     * @param octets UTF-8, overwritten; what is none becomes U+FFFD, which makes it a wrong password
     * @return the password
     */
    public static char[] password(ByteBuffer octets) {
        ByteBuffer source = octets.duplicate();
        char[] password = take(UTF_8.decode(octets));
        InputBuffer.erase(source);
        return password;
    }

    /**
     * Writes a password as POP3's PASS has it.
     *
     * @param secret the password
     * @return UTF-8; whoever gets it overwrites it
     */
    public static byte[] octets(char[] secret) {
        ByteBuffer encoded = UTF_8.encode(CharBuffer.wrap(secret));
        byte[] octets = new byte[encoded.remaining()];
        encoded.get(octets);
        Arrays.fill(encoded.array(), encoded.arrayOffset(), encoded.arrayOffset() + octets.length, (byte) 0);
        return octets;
    }

    /** Decodes a response, and overwrites it; null if it is no Base64 of UTF-8. */
    static char @Nullable [] decode(ByteBuffer base64) {
        byte[] encoded = new byte[base64.remaining()];
        base64.get(base64.position(), encoded);
        InputBuffer.erase(base64);
        base64.position(base64.limit());
        byte[] octets = new byte[0];
        try {
            octets = Base64.getDecoder().decode(encoded);
            // A new decoder reports what is malformed instead of replacing it.
            return take(UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)));
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return null;
        } finally {
            Arrays.fill(encoded, (byte) 0);
            Arrays.fill(octets, (byte) 0);
        }
    }

    /** Encodes a message that is put together from texts and a secret. */
    static byte[] encode(CharSequence before, char[] secret, CharSequence after) {
        char[] message = new char[before.length() + secret.length + after.length()];
        CharBuffer.wrap(message).put(before.toString()).put(secret).put(after.toString());
        byte[] octets = octets(message);
        byte[] base64 = Base64.getEncoder().encode(octets);
        Arrays.fill(message, '\0');
        Arrays.fill(octets, (byte) 0);
        return base64;
    }

    private static char[] take(CharBuffer decoded) {
        char[] text = new char[decoded.remaining()];
        decoded.get(text);
        Arrays.fill(decoded.array(), '\0');
        return text;
    }
}
