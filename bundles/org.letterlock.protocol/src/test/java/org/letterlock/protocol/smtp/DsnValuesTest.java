package org.letterlock.protocol.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.Test;

public class DsnValuesTest {

    @Test
    public void valueShouldBeRefusedWhenItIsOneOctetTooLong() {
        assertThat(DsnValues.envid("x".repeat(100))).hasSize(100);
        assertThat(DsnValues.envid("x".repeat(101))).isNull();
        assertThat(DsnValues.orcpt("rfc822;" + "x".repeat(493))).hasSize(500);
        assertThat(DsnValues.orcpt("rfc822;" + "x".repeat(494))).isNull();
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
