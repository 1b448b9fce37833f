package org.letterlock.protocol.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/** Text of command lines beyond ASCII (RFC 6531). */
final class Utf8Text {

    private Utf8Text() {}

    /** Decodes text that has one character for each octet; null if it is not UTF-8 (RFC 3629). */
    static @Nullable String decode(String octets) {
        if (isAscii(octets)) {
            return octets;
        }
        try {
            // A new decoder reports what is malformed instead of replacing it.
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(octets.getBytes(ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    /** Whether RFC 6531 adds it to what stands in addresses: anything beyond ASCII but the controls of U+0080 to U+009F. */
    static boolean isAddressCharacter(char c) {
        return c > 0x9f;
    }
}
