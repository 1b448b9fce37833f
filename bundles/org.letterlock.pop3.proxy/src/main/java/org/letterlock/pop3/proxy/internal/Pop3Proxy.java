package org.letterlock.pop3.proxy.internal;

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

/** The role of POP3 logins whose user name leads to another server. */
@Component(
        name = Pop3Proxy.PID,
        service = LoginRole.class,
        immediate = true,
        configurationPid = Pop3Proxy.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = ProtocolHandlerFactory.PROTOCOL + "=pop3")
@Designate(ocd = Config.class)
public final class Pop3Proxy implements LoginRole, ProxyServices {

    static final String PID = "org.letterlock.pop3.proxy";

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

    /** Reads the settings. */
    @Activate
    public Pop3Proxy(Config config, Map<String, Object> properties) {
        this(Settings.read(properties));
    }

    Pop3Proxy(Settings settings) {
        this.settings = settings;
        this.admissions = new Admissions(this, settings.logins(), System::nanoTime);
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
        ProxySession session = new ProxySession(connection, login, settings, this, admissions, sessions);
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
