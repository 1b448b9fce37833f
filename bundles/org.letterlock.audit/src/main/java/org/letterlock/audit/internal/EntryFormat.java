package org.letterlock.audit.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.letterlock.admin.api.AuditEntry;

/**
 * An entry as a line: a JSON object in ASCII whose last field is the SHA-256 of all octets before that field. See
 * docs/storage-format.md.
 */
final class EntryFormat {

    /** What the first entry of all has for the hash before it. */
    static final String NO_HASH = "0".repeat(64);

    /** No line is longer: 46 texts of 200 characters, each of 12 octets at most, and what is around them. */
    static final int MAX_LINE_BYTES = 256 * 1024;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final String HASH_FIELD = ",\"hash\":\"";
    private static final int HASH_LENGTH = HASH_FIELD.length() + 64 + "\"}".length();
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final ObjectMapper MAPPER = new ObjectMapper(JSON);

    private EntryFormat() {}

    /** A line, without its end, and its hash. */
    record Line(String text, String hash) {}

    /** What a line says, and whether its hash is right. */
    record Read(AuditEntry entry, String previous, boolean intact) {}

    static Line write(Act act, long sequence, String previous) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("sequence", sequence);
            json.writeStringField("time", TIME.format(act.time()));
            json.writeStringField("user", act.actor().user());
            json.writeStringField("door", act.actor().door());
            json.writeStringField("from", act.actor().from());
            json.writeStringField("act", act.name());
            json.writeObjectFieldStart("about");
            for (Map.Entry<String, String> entry : act.about().entrySet()) {
                json.writeStringField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
            json.writeStringField("outcome", act.outcome());
            json.writeStringField("reason", act.reason());
            json.writeStringField("previous", previous);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string took no text", e);
        }
        String hashed = text.getBuffer().substring(0, text.getBuffer().length() - 1);
        String hash = sha256(hashed.getBytes(US_ASCII));
        return new Line(hashed + HASH_FIELD + hash + "\"}", hash);
    }

    /** Reads a line without its end; empty if it is no entry. */
    static Optional<Read> read(byte[] line) {
        int hashed = line.length - HASH_LENGTH;
        if (hashed <= 0) {
            return Optional.empty();
        }
        String last = new String(line, hashed, HASH_LENGTH, US_ASCII);
        String hash = last.substring(HASH_FIELD.length(), HASH_FIELD.length() + 64);
        if (!last.equals(HASH_FIELD + hash + "\"}") || !HASH.matcher(hash).matches()) {
            return Optional.empty();
        }
        byte[] octets = new byte[hashed];
        System.arraycopy(line, 0, octets, 0, hashed);
        try {
            JsonNode json = MAPPER.readTree(line);
            return Optional.of(new Read(
                    entry(json, hash), text(json, "previous"), sha256(octets).equals(hash)));
        } catch (IOException | DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static AuditEntry entry(JsonNode json, String hash) throws JsonProcessingException {
        Map<String, String> about = new LinkedHashMap<>();
        json.required("about")
                .properties()
                .forEach(field -> about.put(field.getKey(), field.getValue().asText()));
        if (!json.required("sequence").isIntegralNumber()) {
            throw new IllegalArgumentException("sequence is no number");
        }
        return new AuditEntry(
                json.required("sequence").longValue(),
                Instant.parse(text(json, "time")),
                text(json, "user"),
                text(json, "door"),
                text(json, "from"),
                text(json, "act"),
                about,
                text(json, "outcome"),
                text(json, "reason"),
                hash);
    }

    private static String text(JsonNode json, String field) {
        return json.required(field).asText();
    }

    static String sha256(byte[] octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
