package org.letterlock.admin.core.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.letterlock.admin.api.GatewayStatus;
import org.letterlock.admin.api.Problem;
import org.letterlock.transport.api.CertificateStatus;

/** Looks at the certificate. */
final class CertificateCheck {

    private CertificateCheck() {}

    /** What is wrong with it. The lines name no days left, so that one is the same problem from day to day. */
    static List<Problem> problems(CertificateStatus status) {
        List<Problem> problems = new ArrayList<>();
        String certificate = "the certificate of the mail ports (" + String.join(", ", status.names()) + ") ";
        switch (status.state()) {
            case VALID -> {
                // Nothing to say.
            }
            case EXPIRING -> problems.add(Problem.notUrgent(certificate + "expires at " + status.notAfter()));
            case EXPIRED -> problems.add(Problem.urgent(certificate + "expired at " + status.notAfter()));
        }
        if (!status.refused().isEmpty()) {
            problems.add(Problem.urgent("newer TLS files are not in use: " + status.refused()));
        }
        return problems;
    }

    static GatewayStatus.Certificate view(CertificateStatus status, Instant now) {
        long daysLeft = Math.floorDiv(
                Duration.between(now, status.notAfter()).toSeconds(),
                Duration.ofDays(1).toSeconds());
        return new GatewayStatus.Certificate(
                status.names(), status.issuer(), status.notAfter(), daysLeft, status.own());
    }
}
