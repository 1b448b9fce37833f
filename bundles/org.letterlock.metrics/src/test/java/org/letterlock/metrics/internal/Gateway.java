package org.letterlock.metrics.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailAddress;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.mailbox.api.Mailbox;
import org.letterlock.mailbox.api.MailboxService;
import org.letterlock.mailbox.api.ProxyRules;
import org.letterlock.mailbox.api.SenderRules;
import org.letterlock.spi.api.DamagedMailFound;
import org.letterlock.spi.api.EventFigures;
import org.letterlock.spi.api.EventFigures.ListenerFigures;
import org.letterlock.spi.api.LoginFailed;
import org.letterlock.spi.api.LoginSucceeded;
import org.letterlock.spi.api.MailAccepted;
import org.letterlock.spi.api.MailFailed;
import org.letterlock.spi.api.MailRelayed;
import org.letterlock.spi.api.PickupFinished;
import org.letterlock.spi.api.RecipientRefused;
import org.letterlock.spi.api.Role;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.MessageIndex;
import org.letterlock.storage.api.MessageStore;
import org.letterlock.storage.api.StoreMaintenance;
import org.letterlock.storage.api.StoreStatus;
import org.letterlock.transport.api.CertificateStatus;
import org.letterlock.transport.api.HandshakeObserver;
import org.letterlock.transport.api.ListenerInfo;
import org.letterlock.transport.api.ListenerInfo.TlsMode;
import org.letterlock.transport.api.ListenerStatus;
import org.letterlock.transport.api.Listeners;
import org.letterlock.transport.api.LoginRole;
import org.letterlock.transport.api.ProtocolHandlerFactory;
import org.letterlock.transport.api.TlsContexts;

/** Metrics with a gateway around them whose parts say what a test wants. */
final class Gateway {

    static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
    static final MailboxId FIRST = new MailboxId(1, 1);
    static final MailboxId SECOND = new MailboxId(1, 2);

    private static final InetSocketAddress PEER = InetSocketAddress.createUnresolved("192.0.2.1", 4711);

    final List<Mailbox> catalogue = new ArrayList<>(List.of(mailbox(FIRST, "Sales"), mailbox(SECOND, "Support \"A\"")));
    final EventMetrics events = new EventMetrics();
    final Metrics metrics;
    boolean draining;
    ListenerStatus.State state = ListenerStatus.State.ACCEPTING;
    LogPosition indexed = new LogPosition(3, 400);

    Gateway(int maxMailboxes) {
        metrics = new Metrics("0.1.0", events, maxMailboxes);
    }

    /** All parts come. */
    void start() {
        metrics.listeners = part(
                Listeners.class,
                Map.of(
                        "status", () -> List.of(listener("smtp"), listener("submission")),
                        "isDraining", () -> draining));
        metrics.tls = part(TlsContexts.class, Map.of("status", Gateway::certificate));
        metrics.store = part(MessageStore.class, Map.of("status", Gateway::store));
        metrics.maintenance = part(
                StoreMaintenance.class,
                Map.of("ledgerHeads", () -> List.of(new StoreMaintenance.LedgerHead(FIRST, 17, "00"))));
        metrics.index = part(MessageIndex.class, Map.of("position", () -> indexed));
        metrics.mailboxes = part(
                MailboxService.class,
                Map.of("list", () -> List.copyOf(catalogue), "damagedMails", () -> Map.of(FIRST, 2)));
        metrics.events = part(
                EventFigures.class,
                Map.of(
                        "listeners",
                        () -> List.of(new ListenerFigures("metrics", "bundle", "1", 5, 2, 1, 3, 100, NOW))));
        metrics.bindProxy(
                part(LoginRole.class, Map.of("sessions", List::of, "uncopied", () -> 4L)),
                Map.of(ProtocolHandlerFactory.PROTOCOL, "smtp"));
    }

    /** One event of each kind, and more of some. */
    void tellOfEverything() {
        MessageId id = new MessageId(new UUID(1, 1));
        Duration latency = Duration.ofMillis(20);
        events.on(new MailAccepted(NOW, Role.JOURNAL, "smtp", id, Set.of(FIRST, SECOND), 1000, latency, PEER));
        events.on(new MailAccepted(NOW, Role.JOURNAL, "smtp", id, Set.of(FIRST), 500, latency, PEER));
        events.on(new MailFailed(NOW, Role.JOURNAL, "smtp", Set.of(FIRST), MailFailed.Reason.DISK_LOW, PEER));
        events.on(
                new MailRelayed(NOW, Role.SMTP_PROXY, "submission", FIRST, MailRelayed.Outcome.SENT, true, 300, PEER));
        events.on(new RecipientRefused(
                NOW, "smtp", new MailAddress("x", "y"), null, RecipientRefused.Reason.UNKNOWN, false, PEER));
        events.on(new LoginSucceeded(NOW, Role.PICKUP, "pop3s", FIRST, latency, PEER));
        events.on(new LoginFailed(NOW, Role.PICKUP, "pop3s", null, LoginFailed.Reason.DENIED, latency, PEER));
        events.on(new PickupFinished(NOW, "pop3s", FIRST, 7, 6, 9000, latency, PEER));
        events.on(new DamagedMailFound(NOW, FIRST, id));
        events.handshakeEnded("smtp", latency, HandshakeObserver.Outcome.ESTABLISHED);
    }

    /** What is written, a line each, comments included. */
    List<String> lines() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            metrics.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private ListenerStatus listener(String name) {
        return new ListenerStatus(
                new ListenerInfo(name, "smtp", TlsMode.UPGRADE, Map.of()), "0.0.0.0", 25, state, "", 12, 1, 3);
    }

    private static CertificateStatus certificate() {
        return new CertificateStatus(
                List.of("gw.example"), "CN=ca", NOW.plusSeconds(60), true, CertificateStatus.State.VALID, "");
    }

    private static StoreStatus store() {
        return new StoreStatus("/data", true, "", new LogPosition(3, 500), 3, 7_000, 90_000, 1_000, 42, 1, List.of());
    }

    static Mailbox mailbox(MailboxId id, String name) {
        return new Mailbox(
                id,
                new MailAddress(id.toString(), "gw.example"),
                name,
                "",
                Mailbox.Status.ACTIVE,
                "00",
                NOW,
                10,
                20_000,
                NOW.minusSeconds(id.low()),
                NOW.plusSeconds(id.low()),
                NOW,
                SenderRules.ANYBODY,
                ProxyRules.DEFAULT,
                0,
                0,
                false,
                null);
    }

    /** A part that answers what is asked by name. */
    private static <T> T part(Class<T> type, Map<String, Supplier<@Nullable Object>> answers) {
        return type.cast(Proxy.newProxyInstance(
                Gateway.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals("equals")) {
                        return proxy == arguments[0];
                    }
                    Supplier<@Nullable Object> answer = answers.get(method.getName());
                    if (answer == null) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    return answer.get();
                }));
    }
}
