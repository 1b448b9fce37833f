package org.letterlock.smtp.server.internal;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.letterlock.intake.api.Intake;
import org.letterlock.mailbox.api.MailboxService;
import org.letterlock.spi.api.GatewayEvent;
import org.letterlock.spi.api.GatewayEvents;
import org.letterlock.transport.api.Connection;
import org.letterlock.transport.api.ConnectionHandler;
import org.letterlock.transport.api.LoginRole;
import org.letterlock.transport.api.ProtocolHandlerFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** Speaks SMTP on the listeners of that protocol. The services it needs may come and go: see {@link #lease()}. */
@Component(
        name = Settings.PID,
        property = ProtocolHandlerFactory.PROTOCOL + "=smtp",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true)
@Designate(ocd = Config.class)
public final class SmtpServer implements ProtocolHandlerFactory {

    private final Settings settings;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable MailboxService mailboxes;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Intake intake;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            target = "(" + ProtocolHandlerFactory.PROTOCOL + "=smtp)")
    private volatile @Nullable LoginRole proxy;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable GatewayEvents events;

    /**
     * Called by the service component runtime.
     *
     * @param config declares the settings and their defaults
     * @param properties the settings
     */
    @Activate
    public SmtpServer(Config config, Map<String, Object> properties) {
        settings = Settings.read(properties);
    }

    @Override
    public ConnectionHandler newHandler(Connection connection) {
        return new SmtpHandler(connection, settings, this::lease, () -> proxy, this::publish);
    }

    private void publish(GatewayEvent event) {
        GatewayEvents current = events;
        if (current != null) {
            current.publish(event);
        }
    }

    /** The services of now, for one transaction; null while one of them is away. */
    private @Nullable Services lease() {
        MailboxService currentMailboxes = mailboxes;
        Intake currentIntake = intake;
        return currentMailboxes == null || currentIntake == null ? null : new Services(currentMailboxes, currentIntake);
    }
}
