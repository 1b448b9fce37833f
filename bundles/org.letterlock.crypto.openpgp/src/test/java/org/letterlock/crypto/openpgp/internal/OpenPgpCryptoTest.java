package org.letterlock.crypto.openpgp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.security.Security;
import java.util.HashMap;
import java.util.Map;
import org.junit.Test;
import org.letterlock.crypto.api.CryptoException;
import org.letterlock.crypto.api.MailboxKeys.NewKey;
import org.letterlock.crypto.api.UnlockedKey;
import org.letterlock.settings.SettingException;

public class OpenPgpCryptoTest {

    private static final String THREAD = "letterlock-crypto-housekeeping";

    @Test
    public void componentShouldSealAndOpenAndLeaveNothingBehind() throws CryptoException, IOException {
        OpenPgpCrypto crypto = new OpenPgpCrypto(Settings.of(cheap()));
        assertThat(threadRuns()).isTrue();
        NewKey key = crypto.create(Fixture.PASSWORD);
        byte[] mail = Fixture.mail(100_000);
        byte[] sealed = Fixture.seal(crypto, key.publicKey(), mail, 10_000);
        try (UnlockedKey unlocked =
                crypto.unlock(key.lockedKey(), Fixture.PASSWORD).orElseThrow()) {
            assertThat(Fixture.open(crypto, unlocked, sealed)).isEqualTo(mail);
        }
        crypto.deactivate();
        assertThat(threadRuns()).isFalse();
        assertThat(Security.getProvider("BC")).isNull();
    }

    @Test
    public void deactivatingShouldNotWaitForTheWarmUp() {
        OpenPgpCrypto crypto = new OpenPgpCrypto(Settings.of(cheap()));
        long start = System.nanoTime();
        crypto.deactivate();
        assertThat(threadRuns()).isFalse();
        assertThat(System.nanoTime() - start).isLessThan(900_000_000L);
    }

    @Test
    public void warmUpShouldEndByItself() {
        OpenPgpCrypto crypto = new OpenPgpCrypto(Settings.of(cheap()));
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .anyMatch(t -> t.getName().equals(THREAD) && t.getState() == Thread.State.TIMED_WAITING));
        crypto.deactivate();
    }

    @Test
    public void badSettingShouldBeNamed() {
        assertThatThrownBy(() -> Settings.of(with("argon2MemoryMebibytes", "48")))
                .isInstanceOf(SettingException.class)
                .hasMessage("org.letterlock.crypto.openpgp: argon2MemoryMebibytes: 48 is not a power of two");
        assertThatThrownBy(() -> Settings.of(with("sessionKeyMaxMessages", 0)))
                .hasMessageContaining("org.letterlock.crypto.openpgp: sessionKeyMaxMessages: ");
        assertThatThrownBy(() -> Settings.of(with("argon2Passes", "many")))
                .hasMessageContaining("org.letterlock.crypto.openpgp: argon2Passes: ");
    }

    @Test
    public void memoryShouldBeReadAsMebibytes() {
        assertThat(Settings.of(with("argon2MemoryMebibytes", 32)).argon2MemoryExponent())
                .isEqualTo(15);
    }

    private static boolean threadRuns() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(t -> t.getName().equals(THREAD));
    }

    private static Map<String, Object> with(String key, Object value) {
        Map<String, Object> properties = new HashMap<>(cheap());
        properties.put(key, value);
        return properties;
    }

    private static Map<String, Object> cheap() {
        return Map.of(
                "sessionKeyMaxMessages", 1_000,
                "sessionKeyMaxSeconds", 10,
                "argon2MemoryMebibytes", 1,
                "argon2Passes", 1,
                "argon2MaxParallelRuns", 2,
                "argon2MaxWaitSeconds", 10);
    }
}
