package org.letterlock.crypto.openpgp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.Test;
import org.letterlock.crypto.api.BrokenSealException;
import org.letterlock.crypto.api.CryptoException;

public class OpenedEnvelopesTest {

    private final Fixture fixture;

    public OpenedEnvelopesTest() throws CryptoException {
        fixture = new Fixture();
    }

    @Test
    public void envelopeShouldBeRememberedForItsTimeOnly() throws CryptoException, IOException {
        byte[] mail = Fixture.mail(100);
        byte[] sealed = fixture.seal(mail);
        assertThat(fixture.open(sealed)).isEqualTo(mail);
        assertThat(fixture.envelopes.size()).isEqualTo(1);
        fixture.envelopes.dropExpired();
        assertThat(fixture.open(sealed)).isEqualTo(mail);
        assertThat(fixture.envelopes.size()).isEqualTo(1);
        fixture.nanoTime.addAndGet(Duration.ofSeconds(10).toNanos());
        fixture.envelopes.dropExpired();
        assertThat(fixture.envelopes.size()).isZero();
        assertThat(fixture.open(sealed)).isEqualTo(mail);
    }

    @Test
    public void mailsOfSeveralSessionKeysShouldOpenInAnyOrder() throws CryptoException, IOException {
        byte[][] sealed = new byte[10][];
        for (int i = 0; i < sealed.length; i++) {
            sealed[i] = fixture.seal(Fixture.mail(i));
        }
        for (int i = 0; i < sealed.length; i++) {
            int other = i * 7 % sealed.length;
            assertThat(fixture.open(sealed[other])).isEqualTo(Fixture.mail(other));
        }
    }

    @Test
    public void sessionKeyShouldBeTheCallersOwn() throws CryptoException, IOException {
        byte[] sealed = fixture.seal(Fixture.mail(10));
        byte[] envelope = Arrays.copyOfRange(sealed, 2, KeyEnvelope.PACKET_OCTETS);
        byte[] first = fixture.envelopes.sessionKey(fixture.unlocked, envelope);
        byte[] copy = first.clone();
        Arrays.fill(first, (byte) 0);
        byte[] second = fixture.envelopes.sessionKey(fixture.unlocked, envelope);
        assertThat(second).isEqualTo(copy);
        fixture.envelopes.dropAll();
        assertThat(second).isEqualTo(copy);
    }

    @Test
    public void otherSessionShouldNotProfit() throws CryptoException, IOException {
        byte[] sealed = fixture.seal(Fixture.mail(10));
        fixture.open(sealed);
        byte[] envelope = Arrays.copyOfRange(sealed, 2, KeyEnvelope.PACKET_OCTETS);
        assertThatThrownBy(() -> fixture.envelopes.sessionKey(new Fixture().unlocked, envelope))
                .isInstanceOf(BrokenSealException.class);
    }
}
