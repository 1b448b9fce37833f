package org.letterlock.certificates.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has been tried, kept in a file so that a gateway that is started again and again does not ask again and again.
 *
 * @param settings with which settings ({@link AcmeSettings#fingerprint()})
 * @param lastAttempt when, null if never
 * @param failures how many attempts have failed since the last one that did not
 * @param lastError why the last one failed, empty if it did not
 * @param nextAttempt not before, null if there is nothing to wait for
 * @param issuer URL of the directory that the certificate in the folder is from, empty if there is none
 */
record AcmeRecord(
        String settings,
        @Nullable Instant lastAttempt,
        int failures,
        String lastError,
        @Nullable Instant nextAttempt,
        String issuer) {

    private static final Logger LOG = LoggerFactory.getLogger(AcmeRecord.class);

    private static AcmeRecord none(AcmeSettings settings, String issuer) {
        return new AcmeRecord(settings.fingerprint(), null, 0, "", null, issuer);
    }

    private static Path file(AcmeSettings settings) {
        return settings.folder().resolve("attempts.properties");
    }

    /** What was tried with these settings; what failed with others says nothing of these. */
    static AcmeRecord read(AcmeSettings settings) {
        try (InputStream in = Files.newInputStream(file(settings))) {
            Properties values = new Properties();
            values.load(in);
            AcmeRecord read = new AcmeRecord(
                    values.getProperty("settings", ""),
                    instant(values, "lastAttempt"),
                    Integer.parseInt(values.getProperty("failures", "0")),
                    values.getProperty("lastError", ""),
                    instant(values, "nextAttempt"),
                    values.getProperty("issuer", ""));
            return read.settings.equals(settings.fingerprint()) ? read : none(settings, read.issuer);
        } catch (NoSuchFileException e) {
            return none(settings, "");
        } catch (IOException | DateTimeException | IllegalArgumentException e) {
            LOG.warn("what ACME has tried cannot be read, it begins anew: {}", e.toString());
            return none(settings, "");
        }
    }

    private static @Nullable Instant instant(Properties values, String key) {
        String text = values.getProperty(key);
        return text == null ? null : Instant.parse(text);
    }

    void write(AcmeSettings of) throws IOException {
        Properties values = new Properties();
        values.setProperty("settings", settings);
        values.setProperty("failures", String.valueOf(failures));
        values.setProperty("lastError", lastError);
        values.setProperty("issuer", issuer);
        if (lastAttempt != null) {
            values.setProperty("lastAttempt", lastAttempt.toString());
        }
        if (nextAttempt != null) {
            values.setProperty("nextAttempt", nextAttempt.toString());
        }
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        values.store(octets, null);
        PrivateFiles.createFolder(of.folder());
        PrivateFiles.write(file(of), octets.toString(StandardCharsets.US_ASCII));
    }
}
