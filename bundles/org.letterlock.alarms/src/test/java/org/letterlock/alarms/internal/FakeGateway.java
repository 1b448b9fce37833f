package org.letterlock.alarms.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.api.GatewayStatus;
import org.letterlock.admin.api.Problem;
import org.letterlock.admin.api.StatusAdmin;
import org.letterlock.testkit.admin.GatewayAdmins;

/** A gateway whose state the test sets. */
final class FakeGateway implements StatusAdmin {

    final List<Problem> problems = new ArrayList<>();
    final List<GatewayStatus.Refusal> refusals = new ArrayList<>();
    GatewayStatus.@Nullable Store store = store(100);
    GatewayStatus.@Nullable Certificate certificate = certificate(300);
    int mailboxes;

    static GatewayStatus.Store store(long free) {
        return new GatewayStatus.Store("/data", true, "", "1:2", null, 1, 10, free, 5, 0, List.of());
    }

    static GatewayStatus.Certificate certificate(long days) {
        return new GatewayStatus.Certificate(
                List.of("mail.example.org"), "CN=authority", Instant.parse("2026-03-01T00:00:00Z"), days, false);
    }

    GatewayAdmin admin() {
        return GatewayAdmins.of(this);
    }

    @Override
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    @Override
    public GatewayStatus status() {
        return new GatewayStatus(
                "0.1.0",
                Instant.EPOCH,
                true,
                false,
                List.of(),
                List.of(),
                store,
                certificate,
                mailboxes,
                refusals,
                List.of(),
                List.of());
    }
}
