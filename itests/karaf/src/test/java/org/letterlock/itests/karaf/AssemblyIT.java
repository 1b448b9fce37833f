package org.letterlock.itests.karaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.itests.client.Eventually.eventually;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Dictionary;
import java.util.List;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.felix.service.command.Function;
import org.apache.karaf.features.FeaturesService;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.api.GatewayStatus.Setting;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.slf4j.LoggerFactory;

/** All that the distribution is made of runs, as configured. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class AssemblyIT {

    @Inject
    @SuppressWarnings("NullAway.Init")
    private GatewayAdmin admin;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private BundleContext context;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private FeaturesService features;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private ServiceComponentRuntime components;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private SessionFactory shells;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private ConfigurationAdmin configurations;

    @Configuration
    public Option[] gateway() throws IOException {
        return GatewayOptions.gateway();
    }

    @Test
    public void everyBundleShouldBeActive() throws Exception {
        assertThat(features.isInstalled(features.getFeature("letterlock"))).isTrue();
        eventually(() -> assertThat(context.getBundles())
                .allSatisfy(bundle ->
                        assertThat(bundle.getState()).as(bundle.toString()).isEqualTo(stateWhenRunning(bundle))));
    }

    @Test
    public void everyComponentShouldRun() {
        eventually(() -> {
            assertThat(admin.status().components())
                    .as("components that do not run, with the root cause")
                    .isEmpty();
            assertThat(ours()).hasSizeGreaterThan(10).allSatisfy(this::assertRuns);
        });
    }

    @Test
    public void gatewayShouldBeReadyAndAskForAMailboxAndThePostmasterOnly() {
        eventually(() -> {
            assertThat(admin.status().problems())
                    .satisfiesExactly(
                            line -> assertThat(line).contains("no mailbox"),
                            line -> assertThat(line).contains("postmasterMailbox"));
            assertThat(admin.status().ready()).isTrue();
        });
        assertThat(admin.status().listeners())
                .extracting(listener -> listener.name() + " " + listener.state() + " " + listener.address())
                .containsExactly(
                        "pop3 accepting 127.0.0.1",
                        "pop3s accepting 127.0.0.1",
                        "smtp accepting 127.0.0.1",
                        "smtps accepting 127.0.0.1",
                        "submission accepting 127.0.0.1");
    }

    @Test
    public void statusShouldSayWhereEachSettingComesFrom() {
        String smtps = admin.status().settings().stream()
                .filter(setting ->
                        setting.key().equals("name") && setting.value().equals("smtps"))
                .map(Setting::pid)
                .findFirst()
                .orElse("");
        assertThat(admin.status().settings())
                .contains(
                        new Setting(
                                "org.letterlock.intake.core",
                                "hostname",
                                GatewayOptions.HOST,
                                "environment LETTERLOCK_HOSTNAME"),
                        new Setting(
                                "org.letterlock.mailbox.core",
                                "domain",
                                GatewayOptions.HOST,
                                "environment LETTERLOCK_HOSTNAME"),
                        new Setting(
                                smtps,
                                "port",
                                System.getenv("LETTERLOCK_SMTPS_PORT"),
                                "environment LETTERLOCK_SMTPS_PORT"),
                        new Setting(smtps, "tls", "implicit", "etc"),
                        new Setting("org.letterlock.smtp.server", "maxRecipients", "123", "etc"),
                        new Setting("org.letterlock.smtp.server", "maxMessageBytes", "209715200", "default"),
                        new Setting(
                                "org.letterlock.storage.log",
                                "dataDirectory",
                                System.getenv("LETTERLOCK_DEFAULT_DATA"),
                                "default"),
                        new Setting("org.letterlock.storage.log", "deletionGraceHours", "24", "default"));
    }

    /** Scripts read one JSON document there, and a part may warn while a command asks it. */
    @Test
    public void warningsShouldNotBeMixedIntoWhatACommandPrints() throws Exception {
        // What logs to the console is made anew while the shell has System.out.
        var logging = configurations.getConfiguration("org.ops4j.pax.logging", "?");
        Dictionary<String, Object> settings = logging.getProperties();
        settings.put("log4j2.logger.again.name", "again");
        settings.put("log4j2.logger.again.level", "TRACE");
        logging.update(settings);
        eventually(() ->
                assertThat(LoggerFactory.getLogger("again").isTraceEnabled()).isTrue());
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream console = new PrintStream(printed, true, StandardCharsets.UTF_8);
        try (Session session = shells.create(InputStream.nullInputStream(), console, console)) {
            session.put("warn", (Function) (caller, arguments) -> {
                LoggerFactory.getLogger(AssemblyIT.class).warn("an expected warning of a test");
                session.getConsole().println("result");
                return null;
            });
            session.execute("warn");
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("result");
    }

    private List<ComponentDescriptionDTO> ours() {
        return components.getComponentDescriptionDTOs().stream()
                .filter(component -> component.bundle.symbolicName.startsWith("org.letterlock."))
                .toList();
    }

    private void assertRuns(ComponentDescriptionDTO component) {
        assertThat(components.getComponentConfigurationDTOs(component))
                .as(component.name)
                .isNotEmpty()
                .allSatisfy(configuration -> assertThat(configuration.state)
                        .isIn(ComponentConfigurationDTO.ACTIVE, ComponentConfigurationDTO.SATISFIED));
    }

    private static int stateWhenRunning(Bundle bundle) {
        boolean fragment = bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
        boolean lazy = Stream.of(bundle.getHeaders().get(Constants.BUNDLE_ACTIVATIONPOLICY))
                .anyMatch(policy -> policy != null && policy.startsWith(Constants.ACTIVATION_LAZY));
        if (fragment) {
            return Bundle.RESOLVED;
        }
        return lazy && bundle.getState() == Bundle.STARTING ? Bundle.STARTING : Bundle.ACTIVE;
    }
}
