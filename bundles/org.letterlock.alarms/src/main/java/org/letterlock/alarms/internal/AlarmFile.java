package org.letterlock.alarms.internal;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** Where alarms, and messages that are to be sent, are kept. Each is written to a draft that takes the file's place. */
final class AlarmFile {

    private static final int VERSION = 1;
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Path file;

    /**
     * What is kept.
     *
     * @param waiting messages by receiver, the oldest first
     */
    record Kept(int version, List<Alarm> alarms, Map<String, List<Message>> waiting) {

        static final Kept NOTHING = new Kept(VERSION, List.of(), Map.of());

        Kept(List<Alarm> alarms, Map<String, List<Message>> waiting) {
            this(VERSION, alarms, waiting);
        }
    }

    /** Makes the folder if it is missing. */
    AlarmFile(Path data) throws IOException {
        Path folder = data.resolve("admin");
        for (Path path : new Path[] {data, folder}) {
            if (!Files.isDirectory(path)) {
                Files.createDirectory(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        }
        file = folder.resolve("alarms.json");
    }

    /** What was kept; nothing if there is no file. */
    Kept read() throws IOException {
        return Files.exists(file) ? JSON.readValue(file.toFile(), Kept.class) : Kept.NOTHING;
    }

    void write(Kept kept) throws IOException {
        Path draft = file.resolveSibling("alarms.json.tmp");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (RandomAccessFile out = new RandomAccessFile(draft.toFile(), "rw")) {
            out.write(JSON.writeValueAsBytes(kept));
            out.getFD().sync();
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
