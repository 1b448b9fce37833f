package org.letterlock.smtp.proxy.internal;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.letterlock.intake.api.Intake;
import org.letterlock.mailbox.api.MailboxService;
import org.letterlock.proxy.Admissions;
import org.letterlock.proxy.ProxyServices;
import org.letterlock.proxy.Sessions;
import org.letterlock.spi.api.GatewayEvents;
import org.letterlock.transport.api.Connection;
import org.letterlock.transport.api.ConnectionHandler;
import org.letterlock.transport.api.Connector;
import org.letterlock.transport.api.LoginRole;
import org.letterlock.transport.api.ProtocolHandlerFactory;
import org.letterlock.transport.api.ProxiedSession;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** The role of SMTP logins whose user name leads to another server. */
@Component(
        name = SmtpProxy.PID,
        service = LoginRole.class,
        immediate = true,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = ProtocolHandlerFactory.PROTOCOL + "=smtp")
@Designate(ocd = Config.class)
public final class SmtpProxy implements LoginRole, ProxyServices {

    static final String PID = "org.letterlock.smtp.proxy";

    private final Settings settings;
    private final Sessions sessions = new Sessions();
    private final Admissions admissions;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Connector connector;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Intake intake;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable MailboxService mailboxes;

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
    public SmtpProxy(Config config, Map<String, Object> properties) {
        settings = Settings.read(properties);
        admissions = new Admissions(this, settings.logins(), System::nanoTime);
    }

    @Deactivate
    void deactivate() {
        sessions.drain();
    }

    @Override
    public boolean takes(String userName) {
        return admissions.takes(userName);
    }

    @Override
    public List<ProxiedSession> sessions() {
        return sessions.passing();
    }

    @Override
    public long uncopied() {
        return sessions.uncopied();
    }

    @Override
    public ConnectionHandler takeOver(Connection connection, Login login) {
        LoginSession session = new LoginSession(connection, login, settings, this, admissions, sessions);
        sessions.begin(connection, session);
        return session;
    }

    @Override
    public @Nullable Connector connector() {
        return connector;
    }

    @Override
    public @Nullable Intake intake() {
        return intake;
    }

    @Override
    public @Nullable MailboxService mailboxes() {
        return mailboxes;
    }

    @Override
    public @Nullable GatewayEvents events() {
        return events;
    }
}
