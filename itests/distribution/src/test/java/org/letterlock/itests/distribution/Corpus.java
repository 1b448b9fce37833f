package org.letterlock.itests.distribution;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Named mails, in the order they were added. */
final class Corpus {

    private final Map<String, byte[]> mails = new LinkedHashMap<>();

    Map<String, byte[]> mails() {
        return mails;
    }

    /** Adds a mail from parts: {@code byte[]} as they are, anything else as UTF-8 text. */
    void add(String name, Object... parts) {
        if (mails.put(name, octets(parts)) != null) {
            throw new IllegalArgumentException(name);
        }
    }

    static byte[] octets(Object... parts) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (Object part : parts) {
            octets.writeBytes(part instanceof byte[] raw ? raw : part.toString().getBytes(StandardCharsets.UTF_8));
        }
        return octets.toByteArray();
    }

    /** Every octet value, one after the other. */
    static byte[] everyOctet() {
        byte[] every = new byte[256];
        for (int value = 0; value < every.length; value++) {
            every[value] = (byte) value;
        }
        return every;
    }
}
