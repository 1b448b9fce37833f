package org.letterlock.users.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** The file of the {@link State}. What cannot be read is an error and stays as it is: with it, second factors would be gone. */
final class StateFile {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addDeserializer(Instant.class, new InstantReader()))
            .build();

    private final Path file;
    private volatile State state;

    /** Reads it; there is none before the first change. */
    StateFile(Path file) throws IOException {
        this.file = file;
        Path folder = Objects.requireNonNull(file.getParent());
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        this.state = Files.exists(file) ? read(file) : State.NEW;
    }

    State state() {
        return state;
    }

    /** Durable when it comes back; nothing has changed if it cannot be written. */
    synchronized void change(UnaryOperator<State> change) throws IOException {
        State changed = change.apply(state);
        PrivateFile.replace(file, MAPPER.writeValueAsBytes(changed));
        state = changed;
    }

    private static State read(Path file) throws IOException {
        try {
            State read = MAPPER.readValue(Files.readAllBytes(file), State.class);
            if (read.version() != State.VERSION) {
                throw new IOException(file + " is of another version: " + read.version() + ", not " + State.VERSION);
            }
            return read;
        } catch (JsonProcessingException | NullPointerException e) {
            // Without the parser's words: they quote what stands there.
            throw new IOException(file + " is damaged" + where(e) + "; put back the one of a backup");
        }
    }

    private static String where(Exception e) {
        return e instanceof JsonProcessingException parsing && parsing.getLocation() != null
                ? " in line " + parsing.getLocation().getLineNr()
                : "";
    }

    private static final class InstantReader extends JsonDeserializer<Instant> {
        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            try {
                return Instant.parse(parser.getText());
            } catch (DateTimeException e) {
                throw InvalidFormatException.from(parser, "no time", "", Instant.class);
            }
        }
    }
}
