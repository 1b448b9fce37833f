package org.letterlock.itests.distribution;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** Looks for traces of a password in files. */
final class Secrets {

    private Secrets() {}

    /** The response of SASL PLAIN (RFC 4616) in base64. */
    static String plain(String user, String password) {
        return Base64.getEncoder().encodeToString(("\0" + user + "\0" + password).getBytes(UTF_8));
    }

    /** How often something of these texts is in the file, in octets or in UTF-16. */
    static int count(Path file, List<String> texts) throws IOException {
        byte[] octets = Files.readAllBytes(file);
        return texts.stream()
                .flatMap(text -> Stream.of(ISO_8859_1, UTF_16BE, UTF_16LE).map(text::getBytes))
                .mapToInt(form -> count(octets, form))
                .sum();
    }

    private static int count(byte[] octets, byte[] form) {
        int found = 0;
        for (int at = 0; at <= octets.length - form.length; at++) {
            if (octets[at] == form[0] && Arrays.equals(octets, at, at + form.length, form, 0, form.length)) {
                found++;
            }
        }
        return found;
    }
}
