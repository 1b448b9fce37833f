package org.letterlock.mailbox.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Locale;
import org.junit.Test;

public class RecoveryCodeTest {

    private final String code = RecoveryCode.make(new SecureRandom());

    @Test
    public void codeShouldHaveSevenGroupsAndNeverTwiceTheSame() {
        assertThat(code).matches("([0-9A-HJKMNP-TV-Z]{6}-){6}[0-9A-HJKMNP-TV-Z]{6}");
        assertThat(RecoveryCode.make(new SecureRandom())).isNotEqualTo(code);
    }

    @Test
    public void codeShouldBeReadHoweverItIsTyped() {
        String plain = code.replace("-", "");
        assertThat(RecoveryCode.passphrase(code.toCharArray())).contains(plain.toCharArray());
        String sloppy = plain.toLowerCase(Locale.ROOT).replace('0', 'o').replace('1', 'l') + " ";
        assertThat(RecoveryCode.passphrase(sloppy.toCharArray())).contains(plain.toCharArray());
    }

    @Test
    public void slipsShouldBeFound() {
        assertThat(RecoveryCode.passphrase(new char[0])).isEmpty();
        assertThat(RecoveryCode.passphrase((code + "0").toCharArray())).isEmpty();
        assertThat(RecoveryCode.passphrase(code.replace('-', '/').toCharArray()))
                .isEmpty();
        String plain = code.replace("-", "");
        int found = 0;
        for (int i = 0; i < plain.length(); i++) {
            char other = plain.charAt(i) == 'X' ? 'Y' : 'X';
            String slip = plain.substring(0, i) + other + plain.substring(i + 1);
            found += RecoveryCode.passphrase(slip.toCharArray()).isEmpty() ? 1 : 0;
        }
        assertThat(found).as("of 42, each missed once in 1,024").isGreaterThan(38);
    }
}
