package org.letterlock.admin.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.Test;
import org.letterlock.admin.api.Problem;
import org.letterlock.transport.api.CertificateStatus;
import org.letterlock.transport.api.CertificateStatus.State;

public class CertificateCheckTest {

    private static final Instant END = Instant.parse("2026-12-10T12:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    @Test
    public void validCertificateShouldBeNoProblem() {
        assertThat(CertificateCheck.problems(status(State.VALID, ""))).isEmpty();
    }

    @Test
    public void nearEndShouldBeWarnedOf() {
        assertThat(CertificateCheck.problems(status(State.EXPIRING, "")))
                .containsExactly(Problem.notUrgent("the certificate of the mail ports (mail.example.org, 192.0.2.1)"
                        + " expires at 2026-12-10T12:00:00Z"));
    }

    @Test
    public void endShouldBeUrgent() {
        assertThat(CertificateCheck.problems(status(State.EXPIRED, "")))
                .containsExactly(Problem.urgent("the certificate of the mail ports (mail.example.org, 192.0.2.1)"
                        + " expired at 2026-12-10T12:00:00Z"));
    }

    @Test
    public void refusedFilesShouldBeUrgent() {
        assertThat(CertificateCheck.problems(status(State.VALID, "pid: key: bad")))
                .containsExactly(Problem.urgent("newer TLS files are not in use: pid: key: bad"));
    }

    @Test
    public void daysLeftShouldBeWhole() {
        assertThat(daysLeft(END.minus(DAY))).isEqualTo(1);
        assertThat(daysLeft(END.minus(DAY).plusSeconds(1))).isZero();
        assertThat(daysLeft(END)).isZero();
        assertThat(daysLeft(END.plusSeconds(1))).isEqualTo(-1);
    }

    private static long daysLeft(Instant now) {
        return CertificateCheck.view(status(State.VALID, ""), now).daysLeft();
    }

    private static CertificateStatus status(State state, String refused) {
        return new CertificateStatus(
                List.of("mail.example.org", "192.0.2.1"), "CN=authority", END, false, state, refused);
    }
}
