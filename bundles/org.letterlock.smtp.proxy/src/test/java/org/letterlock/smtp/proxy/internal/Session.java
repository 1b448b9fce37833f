package org.letterlock.smtp.proxy.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.letterlock.intake.api.Intake;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mailbox.api.MailboxService;
import org.letterlock.mailbox.api.ProxyAccess;
import org.letterlock.mailbox.api.ProxyRules;
import org.letterlock.proxy.Admissions;
import org.letterlock.proxy.ProxyServices;
import org.letterlock.proxy.Sessions;
import org.letterlock.spi.api.GatewayEvent;
import org.letterlock.spi.api.GatewayEvents;
import org.letterlock.testkit.transport.LoopbackConnection;
import org.letterlock.transport.api.Connector;
import org.letterlock.transport.api.ListenerInfo;
import org.letterlock.transport.api.ListenerInfo.TlsMode;
import org.letterlock.transport.api.LoginRole;

/** A session with a world around it: a client, whom the test plays, the role, its services, and a remote server. */
final class Session implements ProxyServices {

    static final MailboxId BOX = new MailboxId(7, 1);

    /** What has happened, in order. */
    final List<String> events = new ArrayList<>();

    /** What listeners of the gateway's events would be told. */
    final List<GatewayEvent> told = new ArrayList<>();

    final Sessions sessions = new Sessions();
    final FakeIntake intake = new FakeIntake(events);
    final RemoteServer server = new RemoteServer(events);
    final FakeConnector connector = new FakeConnector(server);
    final Map<String, Object> settings = new HashMap<>();
    char[] password = {};
    boolean connectorAway;
    boolean intakeAway;
    boolean mailboxesAway;
    /** What the mailbox's sessions may do; null if it takes none. */
    @Nullable ProxyAccess access = new ProxyAccess(true, ProxyRules.DEFAULT);

    private final Admissions admissions =
            new Admissions(this, Settings.read(properties(Map.of())).logins(), () -> 0);
    private @Nullable LoopbackConnection client;

    static Map<String, Object> properties(Map<String, Object> changed) {
        Map<String, Object> properties = new HashMap<>(Map.of(
                "hostname", "gw.example",
                "separator", "#",
                "maxMessageBytes", 2000,
                "maxRecipients", 1000,
                "maxReceivedHeaders", 100,
                "maxCommandBytes", 2048,
                "maxBadCommands", 20,
                "commandTimeoutSeconds", 300,
                "dataTimeoutSeconds", 600));
        properties.put("replyTimeoutSeconds", 300);
        properties.put("maxLoginDelaySeconds", 10);
        properties.put("failedLoginMemorySeconds", 900);
        properties.put("maxLogins", 3);
        properties.put("maxLoginsPerAddress", 2);
        properties.put("serviceWaitSeconds", 10);
        properties.put("endOfDataTimeoutSeconds", 600);
        properties.putAll(changed);
        return properties;
    }

    /** What follows is the mailbox's rule. */
    void rules(boolean failOpen, boolean keepRejected) {
        access = new ProxyAccess(true, new ProxyRules(true, List.of(), failOpen, keepRejected, false));
    }

    /** Seconds have passed for client and server. */
    void tick(long seconds) {
        client().tick(TimeUnit.SECONDS.toNanos(seconds));
    }

    /** The client has logged in so; what it hears. */
    String logIn(String userName) {
        password = "s3cret".toCharArray();
        LoginRole.Login login = new LoginRole.Login("PLAIN", userName, password, "client.example");
        Settings read = Settings.read(properties(settings));
        client = new LoopbackConnection(new ListenerInfo("test", "smtp", TlsMode.IMPLICIT, Map.of()), connection -> {
            LoginSession session = new LoginSession(connection, login, read, this, admissions, sessions);
            sessions.begin(connection, session);
            return session;
        });
        return said();
    }

    /** The client has logged in at {@code srv.example}. */
    void logIn() {
        if (!logIn("anna@srv.example%srv.example%" + BOX).equals("235 2.7.0 Welcome\r\n")) {
            throw new AssertionError("no login");
        }
    }

    LoopbackConnection client() {
        if (client == null) {
            throw new AssertionError("nobody has logged in");
        }
        return client;
    }

    FakeOutbound upstream() {
        return connector.last();
    }

    String say(String text) {
        client().receive(text);
        return said();
    }

    String said() {
        return String.join("", client().takeSent());
    }

    /** Up to the reply to DATA. */
    void beginMail() {
        String reply = say("MAIL FROM:<anna@srv.example>\r\n") + say("RCPT TO:<to@a.example>\r\n") + say("DATA\r\n");
        if (!reply.endsWith("354 End data with <CR><LF>.<CR><LF>\r\n")) {
            throw new AssertionError(reply);
        }
    }

    @Override
    public GatewayEvents events() {
        return told::add;
    }

    @Override
    public @Nullable Connector connector() {
        return connectorAway ? null : connector;
    }

    @Override
    public @Nullable Intake intake() {
        return intakeAway ? null : intake;
    }

    @Override
    public @Nullable MailboxService mailboxes() {
        return mailboxesAway
                ? null
                : FakeMailboxes.that(id -> id.equals(BOX) ? Optional.ofNullable(access) : Optional.empty());
    }
}
