package org.letterlock.protocol.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.Test;

public class DsnValuesTest {

    @Test
    public void valueShouldBeRefusedWhenItIsOneOctetTooLong() {
        assertThat(DsnValues.envid("x".repeat(100))).hasSize(100);
        assertThat(DsnValues.envid("x".repeat(101))).isNull();
        assertThat(DsnValues.orcpt("rfc822;" + "x".repeat(493), false)).hasSize(500);
        assertThat(DsnValues.orcpt("rfc822;" + "x".repeat(494), false)).isNull();
        assertThat(DsnValues.orcpt("utf-8;" + "\u00fc".repeat(247), true)).hasSize(253);
        assertThat(DsnValues.orcpt("utf-8;" + "\u00fc".repeat(248), true)).isNull();
    }

    @Test
    public void originalRecipientShouldBeUtf8OnlyWhenItSaysSoAndMay() {
        assertThat(DsnValues.orcpt("UTF-8;gr\u00fc\u00dfe\ud83d\ude00", true)).isNotNull();
        assertThat(DsnValues.orcpt("utf-8;gr\u00fc\u00dfe", false)).isNull();
        assertThat(DsnValues.orcpt("rfc822;gr\u00fc\u00dfe", true)).isNull();
        assertThat(DsnValues.orcpt("utf-8;a\u0085b", true)).isNull();
        assertThat(DsnValues.orcpt("utf-8;a b", true)).isNull();
    }

    @Test
    public void xtextShouldStandForPrintableAsciiAndWhiteSpaceOnly() {
        for (int octet = 0; octet <= 0xff; octet++) {
            String encoded = String.format("+%02X", octet);
            boolean printable = octet == '\t' || (octet >= ' ' && octet <= '~');
            assertThat(DsnValues.envid(encoded) != null).as(encoded).isEqualTo(printable);
            String plain = String.valueOf((char) octet);
            boolean allowed = octet > ' ' && octet <= '~' && octet != '+' && octet != '=';
            assertThat(DsnValues.envid(plain) != null).as(plain).isEqualTo(allowed);
        }
    }
}
