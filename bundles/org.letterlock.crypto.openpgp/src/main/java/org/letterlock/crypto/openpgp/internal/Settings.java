package org.letterlock.crypto.openpgp.internal;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.letterlock.settings.SettingsReader;

/** The validated settings of this bundle. */
record Settings(
        int sessionKeyMaxMessages,
        Duration sessionKeyMaxAge,
        int argon2MemoryExponent,
        int argon2Passes,
        int argon2MaxParallelRuns,
        Duration argon2MaxWait) {

    private static final int KIBIBYTES_PER_MEBIBYTE_EXPONENT = 10;
    private static final int MAX_MEMORY_MEBIBYTES =
            1 << (LockedKeys.MAX_MEMORY_EXPONENT - KIBIBYTES_PER_MEBIBYTE_EXPONENT);

    /** What {@link Config} declares. */
    static Settings defaults() {
        return of(Arrays.stream(Config.class.getDeclaredMethods())
                .collect(Collectors.toMap(Method::getName, Method::getDefaultValue)));
    }

    static Settings of(Map<String, ?> properties) {
        SettingsReader reader = new SettingsReader(OpenPgpCrypto.PID, properties);
        int memory = reader.integer("argon2MemoryMebibytes", 1, MAX_MEMORY_MEBIBYTES);
        if (Integer.bitCount(memory) != 1) {
            throw reader.invalid("argon2MemoryMebibytes", memory + " is not a power of two");
        }
        return new Settings(
                reader.integer("sessionKeyMaxMessages", 1, 1_000_000),
                Duration.ofSeconds(reader.integer("sessionKeyMaxSeconds", 1, 3600)),
                KIBIBYTES_PER_MEBIBYTE_EXPONENT + Integer.numberOfTrailingZeros(memory),
                reader.integer("argon2Passes", 1, LockedKeys.MAX_PASSES),
                reader.integer("argon2MaxParallelRuns", 1, 64),
                Duration.ofSeconds(reader.integer("argon2MaxWaitSeconds", 1, 300)));
    }
}
