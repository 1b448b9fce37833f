package org.letterlock.crypto.openpgp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.Test;

public class SeipdFormatTest {

    @Test
    public void saltShouldBeReadFromAWholeHeaderOnly() {
        byte[] salt = new byte[SeipdFormat.HEADER_OCTETS - 4];
        Arrays.fill(salt, (byte) 7);
        byte[] header = new byte[SeipdFormat.HEADER_OCTETS];
        SeipdFormat.putHeader(salt, header, 0);

        assertThat(SeipdFormat.saltOf(header)).isEqualTo(salt);
        for (int length = 0; length < header.length; length++) {
            assertThat(SeipdFormat.saltOf(Arrays.copyOf(header, length)))
                    .as("%d octets", length)
                    .isNull();
        }
    }
}
