package org.letterlock.audit.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.letterlock.admin.api.AuditLog.Actor;
import org.letterlock.admin.api.AuditLog.Outcome;

/** An audit log in a folder of a test, whose clock the test turns. */
final class TestTrail extends Clock {

    static final Actor ANNA = new Actor("anna", "rest", "192.0.2.7");

    final Path data;
    final List<String> lines = new ArrayList<>();
    Instant now = Instant.parse("2026-01-31T09:15:02.417Z");
    Duration retention = Duration.ZERO;
    long maxFileBytes = 1L << 24;
    AuditTrail trail;

    TestTrail(Path data) {
        this.data = data;
        trail = open();
    }

    private AuditTrail open() {
        return new AuditTrail(new Settings(data, retention, Duration.ofHours(24)), this, maxFileBytes, lines::add);
    }

    void restart() {
        trail.stop();
        trail = open();
    }

    void write(String act) {
        trail.write(ANNA, act, Map.of("mailbox", "mbx-1"), Outcome.DONE, "");
    }

    Path folder() {
        return data.resolve("audit");
    }

    List<Path> files() throws IOException {
        try (Stream<Path> listing = Files.list(folder())) {
            return listing.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
        }
    }

    String text() throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path file : files()) {
            text.append(Files.readString(file, US_ASCII));
        }
        return text.toString();
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
