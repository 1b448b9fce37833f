package org.letterlock.pop3.server.internal;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.letterlock.mailbox.api.MailboxService;
import org.letterlock.spi.api.GatewayEvent;
import org.letterlock.spi.api.GatewayEvents;
import org.letterlock.throttle.LoginThrottle;
import org.letterlock.transport.api.Connection;
import org.letterlock.transport.api.ConnectionHandler;
import org.letterlock.transport.api.LoginRole;
import org.letterlock.transport.api.ProtocolHandlerFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** The protocol {@code pop3} for the transport's listeners. */
@Component(
        name = Pop3Server.PID,
        service = ProtocolHandlerFactory.class,
        immediate = true,
        configurationPid = Pop3Server.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = ProtocolHandlerFactory.PROTOCOL + "=pop3")
@Designate(ocd = Config.class)
public final class Pop3Server implements ProtocolHandlerFactory, Services {

    static final String PID = "org.letterlock.pop3.server";

    /** Both together stay below the 3 s that a callback of the component runtime may take. */
    private static final Duration PATIENCE_WITH_SESSIONS = Duration.ofMillis(1_500);

    private static final Duration PATIENCE_WITH_WORKERS = Duration.ofSeconds(1);

    private final Settings settings;
    private final Workers workers;
    private final LoginThrottle throttle;
    private final Sessions sessions = new Sessions();
    private final AtomicReference<@Nullable MailboxService> mailboxes = new AtomicReference<>();
    private final AtomicReference<@Nullable LoginRole> proxy = new AtomicReference<>();

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable GatewayEvents events;

    /** Reads the settings. */
    @Activate
    public Pop3Server(Config config, Map<String, Object> properties) {
        this(Settings.read(properties));
    }

    Pop3Server(Settings settings) {
        this.settings = settings;
        this.workers = new Workers(settings.workerThreads());
        this.throttle = new LoginThrottle(settings.maxLoginDelay(), settings.failedLoginMemory(), System::nanoTime);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindMailboxes(MailboxService service) {
        mailboxes.set(service);
    }

    void unbindMailboxes(MailboxService service) {
        mailboxes.compareAndSet(service, null);
        sessions.finishLentBy(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            target = "(" + ProtocolHandlerFactory.PROTOCOL + "=pop3)")
    void bindProxy(LoginRole role) {
        proxy.set(role);
    }

    void unbindProxy(LoginRole role) {
        proxy.compareAndSet(role, null);
    }

    @Deactivate
    void deactivate() {
        sessions.finishAll(PATIENCE_WITH_SESSIONS);
        workers.stop(PATIENCE_WITH_WORKERS);
    }

    @Override
    public ConnectionHandler newHandler(Connection connection) {
        return new Session(connection, settings, this, workers, sessions, throttle);
    }

    @Override
    public @Nullable MailboxService mailboxes() {
        return mailboxes.get();
    }

    @Override
    public @Nullable LoginRole proxy() {
        return proxy.get();
    }

    @Override
    public void publish(GatewayEvent event) {
        GatewayEvents current = events;
        if (current != null) {
            current.publish(event);
        }
    }
}
