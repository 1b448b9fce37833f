package org.letterlock.users.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HexFormat;
import java.util.OptionalLong;
import org.junit.Test;

public class OneTimePasswordsTest {

    /** RFC 6238, appendix B, the last six of the eight digits. */
    private static final String SECRET = HexFormat.of().formatHex("12345678901234567890".getBytes(US_ASCII));

    @Test
    public void codesShouldBeThoseOfTheRfc() {
        assertThat(step("287082", 59, 0)).hasValue(1);
        assertThat(step("081804", 1_111_111_109L, 0)).hasValue(37_037_036);
        assertThat(step("050471", 1_111_111_111L, 0)).hasValue(37_037_037);
        assertThat(step("005924", 1_234_567_890L, 0)).hasValue(41_152_263);
        assertThat(step("353130", 20_000_000_000L, 0)).hasValue(666_666_666);
        assertThat(step("353131", 20_000_000_000L, 0)).isEmpty();
    }

    @Test
    public void oneStepAroundNowShouldBeTaken() {
        assertThat(step("005924", 1_234_567_890L - 30, 0)).hasValue(41_152_263);
        assertThat(step("005924", 1_234_567_890L + 30, 0)).hasValue(41_152_263);
        assertThat(step("005924", 1_234_567_890L - 31, 0)).isEmpty();
        assertThat(step("005924", 1_234_567_890L + 60, 0)).isEmpty();
    }

    @Test
    public void stepThatWasUsedShouldNotBeTakenAgain() {
        assertThat(step("005924", 1_234_567_890L, 41_152_262)).hasValue(41_152_263);
        assertThat(step("005924", 1_234_567_890L, 41_152_263)).isEmpty();
        assertThat(step("005924", 1_234_567_890L, 41_152_264)).isEmpty();
    }

    @Test
    public void secretShouldBeBase32() {
        // RFC 4648: the known form of this secret.
        assertThat(OneTimePasswords.forAuthenticator("u", SECRET, "g").secret())
                .isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assertThat(OneTimePasswords.forAuthenticator("u", "00".repeat(19) + "1f", "g")
                        .secret())
                .isEqualTo("A".repeat(31) + "7");
    }

    private static OptionalLong step(String code, long second, long lastStep) {
        return OneTimePasswords.step(new UserState.Factor(SECRET, true, lastStep), code, Instant.ofEpochSecond(second));
    }
}
