package org.letterlock.admin.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.api.GatewayStatus;
import org.letterlock.admin.api.GatewayStatus.Component;
import org.letterlock.admin.api.GatewayStatus.Setting;
import org.letterlock.admin.api.ProxySessions.Session;
import org.letterlock.admin.core.internal.samples.BrokenPart;
import org.letterlock.admin.core.internal.samples.Part;
import org.letterlock.settings.SettingException;
import org.letterlock.settings.SettingsReader;
import org.letterlock.transport.api.Connection;
import org.letterlock.transport.api.ConnectionHandler;
import org.letterlock.transport.api.LoginRole;
import org.letterlock.transport.api.ProtocolHandlerFactory;
import org.letterlock.transport.api.ProxiedSession;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Our own bundle in a real framework, among parts that do not run. */
public class OsgiGatewayAdminTest {

    private static final String XML = "OSGI-INF/part.xml";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private TestFramework framework;
    private GatewayAdmin admin;

    @Before
    public void start() throws Exception {
        framework = new TestFramework(folder.getRoot().toPath());
        admin = framework.service(GatewayAdmin.class);
    }

    @After
    public void stop() throws Exception {
        framework.stop();
    }

    @Test
    public void missingServicesShouldBeFollowedToTheSettingThatCannotBeUsed() throws Exception {
        install("org.letterlock.storage.log", "<property name=\"dataDirectory\" value=\"rel\"/>", BrokenPart.class);
        install("org.letterlock.mailbox.core", reference("org.letterlock.storage.api.MessageStore"), Part.class);
        install("org.letterlock.pop3.server", reference("org.letterlock.mailbox.api.MailboxService"), Part.class);

        String root = "org.letterlock.storage.log: dataDirectory: 'rel' is not an absolute path";
        GatewayStatus status = admin.status();
        assertThat(status.components())
                .containsExactly(
                        new Component("org.letterlock.storage.log", "org.letterlock.storage.log 0.1.0", "failed", root),
                        new Component(
                                "org.letterlock.mailbox.core",
                                "org.letterlock.mailbox.core 0.1.0",
                                "unsatisfied",
                                "needs MessageStore from org.letterlock.storage.log, which failed: " + root),
                        new Component(
                                "org.letterlock.pop3.server",
                                "org.letterlock.pop3.server 0.1.0",
                                "unsatisfied",
                                "needs MailboxService from org.letterlock.mailbox.core, which needs MessageStore from"
                                        + " org.letterlock.storage.log, which failed: " + root));
        assertThat(status.ready()).isFalse();
        assertThat(status.problems()).first().isEqualTo(root);
        assertThat(status.problems()).noneMatch(line -> line.contains("pop3"));
    }

    @Test
    public void unresolvedAndAbsentBundlesShouldBeNamed() throws Exception {
        framework.install(
                "org.letterlock.storage.log", Map.of(Constants.IMPORT_PACKAGE, "org.example.absent"), Map.of());
        install("org.letterlock.mailbox.core", reference("org.letterlock.storage.api.MessageStore"), Part.class);
        install("org.letterlock.smtp.server", reference("org.letterlock.intake.api.Intake"), Part.class);

        assertThat(admin.status().components())
                .extracting(Component::name, Component::state, Component::reason)
                .containsExactly(
                        tuple(
                                "org.letterlock.storage.log",
                                "failed",
                                "not resolved: no bundle exports the package org.example.absent as"
                                        + " (osgi.wiring.package=org.example.absent)"),
                        tuple(
                                "org.letterlock.mailbox.core",
                                "unsatisfied",
                                "needs MessageStore from the bundle org.letterlock.storage.log, which failed: not"
                                        + " resolved: no bundle exports the package org.example.absent as"
                                        + " (osgi.wiring.package=org.example.absent)"),
                        tuple(
                                "org.letterlock.smtp.server",
                                "unsatisfied",
                                "needs Intake from the bundle org.letterlock.intake.core, which is not installed"));
        assertThat(admin.status().problems())
                .anyMatch(line -> line.startsWith("org.letterlock.smtp.server is unsatisfied: "))
                .noneMatch(line -> line.startsWith("org.letterlock.mailbox.core"));
    }

    /** A bundle is in this state in the middle of an update too, which fails if somebody else resolves it. */
    @Test
    public void bundleShouldNotBeResolvedByBeingLookedAt() throws Exception {
        Bundle bundle = framework.install("org.letterlock.smtp.server", Map.of(), Map.of());

        admin.status();

        assertThat(bundle.getState()).isEqualTo(Bundle.INSTALLED);
    }

    @Test
    public void instancesShouldBeReportedOneByOne() throws Exception {
        String listener = "org.letterlock.transport.mina.listener";
        String xml = "<scr:component xmlns:scr=\"http://www.osgi.org/xmlns/scr/v1.4.0\" name=\"" + listener
                + "\" configuration-policy=\"require\" immediate=\"true\" init=\"1\"><implementation class=\""
                + BrokenPart.class.getName() + "\"/></scr:component>";
        framework
                .install(
                        "org.letterlock.transport.mina",
                        Map.of("Service-Component", XML),
                        Map.of(XML, xml),
                        BrokenPart.class,
                        SettingsReader.class,
                        SettingException.class)
                .start();
        assertThat(admin.status().components())
                .extracting(Component::name, Component::state, Component::reason)
                .containsExactly(
                        tuple(listener, "unconfigured", "no configuration: there is no etc/" + listener + ".cfg"));

        framework
                .service(ConfigurationAdmin.class)
                .getFactoryConfiguration(listener, "smtp", "?")
                .update(FrameworkUtil.asDictionary(Map.of("port", "x")));
        await().untilAsserted(() -> assertThat(admin.status().components())
                .extracting(Component::name, Component::state)
                .containsExactly(tuple(listener + "~smtp", "failed")));
    }

    @Test
    public void settingsShouldSayWhereTheyComeFrom() throws Exception {
        String pid = "org.letterlock.storage.log";
        String metatype = "<metatype:MetaData xmlns:metatype=\"http://www.osgi.org/xmlns/metatype/v1.4.0\">"
                + "<OCD id=\"o\" name=\"o\"><AD id=\"lowWaterBytes\" type=\"Long\" default=\"1000\"/>"
                + "<AD id=\"apiToken\" type=\"String\" default=\"\"/>"
                + "<AD id=\"names\" type=\"String\" default=\"a,b\" cardinality=\"5\"/></OCD>"
                + "<Designate pid=\"" + pid + "\"><Object ocdref=\"o\"/></Designate></metatype:MetaData>";
        framework
                .install(pid, Map.of(), Map.of("OSGI-INF/metatype/m.xml", metatype))
                .start();
        assertThat(admin.status().settings())
                .contains(
                        new Setting(pid, "lowWaterBytes", "1000", "default"),
                        new Setting(pid, "names", "a,b", "default"));

        Map<String, Object> properties = Map.of(
                "apiToken",
                "hidden",
                "lowWaterBytes",
                5L,
                "data",
                "$[env:PATH;default=/x]",
                "other",
                "$[env:LETTERLOCK_NOT_SET;default=/x]",
                "felix.fileinstall.filename",
                "f");
        framework
                .service(ConfigurationAdmin.class)
                .getConfiguration(pid, "?")
                .update(FrameworkUtil.asDictionary(properties));
        assertThat(admin.status().settings())
                .filteredOn(setting -> setting.pid().equals(pid))
                .extracting(Setting::key, Setting::source)
                .containsExactly(
                        tuple("apiToken", "etc"),
                        tuple("data", "environment PATH"),
                        tuple("lowWaterBytes", "etc"),
                        tuple("names", "default"),
                        tuple("other", "default"));
        assertThat(admin.status().settings())
                .noneMatch(setting -> setting.value().contains("hidden"));
    }

    @Test
    public void keysThatNoComponentKnowsShouldBeProblems() throws Exception {
        String pid = "org.letterlock.smtp.server";
        String factory = "org.letterlock.transport.mina.listener";
        String metatype = "<metatype:MetaData xmlns:metatype=\"http://www.osgi.org/xmlns/metatype/v1.4.0\">"
                + "<OCD id=\"o\" name=\"o\"><AD id=\"port\" type=\"Integer\"/></OCD>"
                + "<Designate pid=\"" + pid + "\"><Object ocdref=\"o\"/></Designate>"
                + "<Designate factoryPid=\"" + factory + "\"><Object ocdref=\"o\"/></Designate></metatype:MetaData>";
        framework
                .install(pid, Map.of(), Map.of("OSGI-INF/metatype/m.xml", metatype))
                .start();
        Map<String, Object> properties =
                Map.of("port", 1, "prot", 2, "intake.target", "(a=b)", "felix.fileinstall.filename", "f");
        ConfigurationAdmin configurations = framework.service(ConfigurationAdmin.class);
        configurations.getConfiguration(pid, "?").update(FrameworkUtil.asDictionary(properties));
        configurations.getFactoryConfiguration(factory, "smtp", "?").update(FrameworkUtil.asDictionary(properties));
        configurations
                .getConfiguration("org.letterlock.undeclared", "?")
                .update(FrameworkUtil.asDictionary(properties));

        assertThat(admin.status().problems())
                .filteredOn(line -> line.contains("not known"))
                .containsExactly(
                        pid + ": prot: is not known to this component",
                        factory + "~smtp: prot: is not known to this component");
    }

    @Test
    public void statusShouldWorkWithNothingThere() throws Exception {
        GatewayStatus status = admin.status();
        assertThat(status.version()).isNotEmpty();
        assertThat(status.mailboxes()).isEqualTo(-1);
        assertThat(status.store()).isNull();
        assertThat(status.problems())
                .containsExactly(
                        "the store is not there: no mail can be taken or picked up (org.letterlock.storage.log is not"
                                + " installed)",
                        "the transport is not there: no port is open (org.letterlock.transport.mina is not installed)",
                        "the mailboxes are not loaded: no mail can be taken or picked up (org.letterlock.mailbox.core"
                                + " is not installed)",
                        "the index is not there: figures of mailboxes are missing (org.letterlock.index.derby is not"
                                + " installed)");
        assertThatThrownBy(() -> admin.mailboxes())
                .isInstanceOf(AdminException.class)
                .hasMessage("the mailboxes are not loaded; gateway:status says why");
    }

    @Test
    public void proxiesShouldComeAndGo() throws Exception {
        String line = "3 mails passed the smtp proxy without a copy since it started";
        assertThat(admin.proxySessions().total()).isZero();
        ServiceRegistration<LoginRole> registration =
                framework.register(LoginRole.class, new BusyProxy(), Map.of(ProtocolHandlerFactory.PROTOCOL, "smtp"));
        assertThat(admin.proxySessions().sessions())
                .extracting(Session::protocol, Session::user)
                .containsExactly(tuple("smtp", "anna"));
        assertThat(admin.status().problems()).contains(line);

        registration.unregister();
        assertThat(admin.proxySessions().total()).isZero();
        assertThat(admin.status().problems()).doesNotContain(line);
    }

    /** One session is under way, and three mails have passed uncopied. */
    private static final class BusyProxy implements LoginRole {

        @Override
        public ConnectionHandler takeOver(Connection connection, Login login) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<ProxiedSession> sessions() {
            InetSocketAddress client = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
            return List.of(new ProxiedSession(client, "mbx-1", "anna", "mail.example", Instant.EPOCH, 0, 0, 0, 3));
        }

        @Override
        public long uncopied() {
            return 3;
        }
    }

    private static String reference(String service) {
        return "<reference name=\"needed\" interface=\"" + service + "\"/>";
    }

    private void install(String name, String content, Class<?> part) throws Exception {
        String init = part == BrokenPart.class ? " init=\"1\"" : "";
        String xml = "<scr:component xmlns:scr=\"http://www.osgi.org/xmlns/scr/v1.4.0\" name=\"" + name
                + "\" immediate=\"true\"" + init + ">" + content + "<implementation class=\"" + part.getName()
                + "\"/></scr:component>";
        framework
                .install(
                        name,
                        Map.of("Service-Component", XML),
                        Map.of(XML, xml),
                        part,
                        SettingsReader.class,
                        SettingException.class)
                .start();
    }
}
