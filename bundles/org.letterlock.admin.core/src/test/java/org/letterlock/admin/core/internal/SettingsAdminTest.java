package org.letterlock.admin.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.AdminException.Reason;
import org.letterlock.admin.api.ComponentSettings;
import org.letterlock.admin.api.ComponentSettings.Item;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.api.SettingChanges;
import org.letterlock.admin.core.internal.samples.BrokenPart;
import org.letterlock.settings.SettingException;
import org.letterlock.settings.SettingsReader;

/** Settings of components in a real framework; one of them does not start with a folder that is not absolute. */
public class SettingsAdminTest {

    private static final String PID = "org.letterlock.storage.log";
    private static final String FACTORY = "org.letterlock.storage.shelf";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private TestFramework framework;
    private GatewayAdmin admin;

    @Before
    public void start() throws Exception {
        framework = new TestFramework(folder.getRoot().toPath());
        admin = framework.service(GatewayAdmin.class);
        String metatype = "<metatype:MetaData xmlns:metatype=\"http://www.osgi.org/xmlns/metatype/v1.4.0\">"
                + "<OCD id=\"o\" name=\"Store\" description=\"Keeps.\">"
                + "<AD id=\"dataDirectory\" type=\"String\" default=\"/d\" description=\"Where.\"/>"
                + "<AD id=\"lowWaterBytes\" type=\"Long\" default=\"1000\" min=\"5\"/>"
                + "<AD id=\"apiToken\" type=\"String\" default=\"\"/></OCD>"
                + "<Designate pid=\"" + PID + "\"><Object ocdref=\"o\"/></Designate>"
                + "<Designate factoryPid=\"" + FACTORY + "\"><Object ocdref=\"o\"/></Designate></metatype:MetaData>";
        framework
                .install(
                        PID,
                        Map.of("Service-Component", "OSGI-INF/a.xml,OSGI-INF/b.xml"),
                        Map.of(
                                "OSGI-INF/a.xml",
                                component(PID, "optional"),
                                "OSGI-INF/b.xml",
                                component(FACTORY, "require"),
                                "OSGI-INF/metatype/m.xml",
                                metatype),
                        BrokenPart.class,
                        SettingsReader.class,
                        SettingException.class)
                .start();
    }

    private static String component(String pid, String policy) {
        return "<scr:component xmlns:scr=\"http://www.osgi.org/xmlns/scr/v1.4.0\" name=\"" + pid
                + "\" configuration-policy=\"" + policy + "\" immediate=\"true\" init=\"1\">"
                + "<property name=\"dataDirectory\" value=\"/d\"/><property name=\"lowWaterBytes\" type=\"Long\""
                + " value=\"1000\"/><implementation class=\"" + BrokenPart.class.getName() + "\"/></scr:component>";
    }

    @After
    public void stop() throws Exception {
        framework.stop();
    }

    @Test
    public void settingsShouldSayWhatTheyAreAndWhatHolds() throws Exception {
        ComponentSettings settings = admin.settings(PID);
        assertThat(settings.name()).isEqualTo("Store");
        assertThat(settings.description()).isEqualTo("Keeps.");
        assertThat(settings.settings())
                .contains(new Item("dataDirectory", "string", false, List.of(), "Where.", "/d", "/d", "default", false))
                .extracting(Item::key)
                .containsExactlyInAnyOrder("dataDirectory", "lowWaterBytes", "apiToken");
        assertFails(Reason.NOT_FOUND, "there is no component 'x'", () -> admin.settings("x"));
    }

    @Test
    public void changesShouldTakeEffectAndComeBackToTheDefault() throws Exception {
        admin.changeSettings(PID, changes("dataDirectory", "/other", "apiToken", "hidden"));
        assertThat(item(PID, "dataDirectory").value()).isEqualTo("/other");
        assertThat(item(PID, "dataDirectory").source()).isEqualTo("etc");
        assertThat(item(PID, "apiToken").value()).isEqualTo("********");
        assertThat(folder.getRoot().toPath().resolve(PID + ".cfg")).content().contains("dataDirectory = /other");

        admin.changeSettings(PID, changes("dataDirectory", null));
        assertThat(item(PID, "dataDirectory").value()).isEqualTo("/d");
        assertThat(item(PID, "apiToken").source()).isEqualTo("etc");
    }

    @Test
    public void whatCannotBeShouldChangeNothing() throws Exception {
        admin.changeSettings(PID, changes("dataDirectory", "/other"));
        assertFails(
                Reason.INVALID,
                PID + ": nothing: is not known to this component",
                () -> admin.changeSettings(PID, changes("dataDirectory", "/third", "nothing", "1")));
        assertInvalid("lowWaterBytes", "many");
        assertInvalid("lowWaterBytes", "4");
        assertInvalid("dataDirectory", "/a\nlowWaterBytes = 7");
        assertThat(item(PID, "dataDirectory").value()).isEqualTo("/other");
    }

    /** Only the component itself knows that a folder must be absolute. */
    @Test
    public void whatTheComponentRefusesShouldBeTakenBack() throws Exception {
        admin.changeSettings(PID, changes("dataDirectory", "/other"));
        assertFails(
                Reason.INVALID,
                PID + ": dataDirectory: 'relative' is not an absolute path",
                () -> admin.changeSettings(PID, changes("dataDirectory", "relative")));
        assertThat(item(PID, "dataDirectory").value()).isEqualTo("/other");
    }

    @Test
    public void componentsOfWhichThereAreSeveralShouldComeAndGo() throws Exception {
        Path file = folder.getRoot().toPath().resolve(FACTORY + "-second.cfg");
        ComponentSettings created = admin.createSettings(FACTORY, "second", changes("dataDirectory", "/two"));
        assertThat(created.pid()).isEqualTo(FACTORY + "~second");
        assertThat(created.factoryPid()).isEqualTo(FACTORY);
        assertThat(file).content().isEqualToIgnoringNewLines("dataDirectory = /two");
        assertThat(admin.settings()).extracting(ComponentSettings::pid).containsExactly(PID, FACTORY + "~second");
        assertFails(
                Reason.CONFLICT,
                FACTORY + "~second is there already",
                () -> admin.createSettings(FACTORY, "second", changes()));
        assertFails(
                Reason.INVALID,
                "a name is 1 to 40 lower-case letters, digits and hyphens",
                () -> admin.createSettings(FACTORY, "../x", changes()));
        assertFails(
                Reason.INVALID,
                PID + ": dataDirectory: 'relative' is not an absolute path",
                () -> admin.createSettings(FACTORY, "third", changes("dataDirectory", "relative")));
        assertThat(folder.getRoot().list()).doesNotContain(FACTORY + "-third.cfg");

        admin.deleteSettings(FACTORY + "~second");
        assertThat(Files.exists(file)).isFalse();
        assertThat(admin.settings()).extracting(ComponentSettings::pid).containsExactly(PID);
        assertFails(Reason.CONFLICT, PID + " is needed; change its settings instead", () -> admin.deleteSettings(PID));
    }

    @Test
    public void auditShouldNotSeeSecrets() {
        assertThat(changes("apiToken", "hidden", "port", "25", "name", null))
                .asString()
                .contains("port=25", "apiToken=***", "name=(default)")
                .doesNotContain("hidden");
    }

    private Item item(String pid, String key) throws AdminException {
        return admin.settings(pid).settings().stream()
                .filter(item -> item.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private void assertInvalid(String key, String value) {
        AdminException thrown =
                catchThrowableOfType(AdminException.class, () -> admin.changeSettings(PID, changes(key, value)));
        assertThat(thrown.reason()).isEqualTo(Reason.INVALID);
        assertThat(thrown).hasMessageStartingWith(PID + ": " + key + ": ");
    }

    private static void assertFails(Reason reason, String message, ThrowingCallable act) {
        AdminException thrown = catchThrowableOfType(AdminException.class, act);
        assertThat(thrown).hasMessage(message);
        assertThat(thrown.reason()).isEqualTo(reason);
    }

    private static SettingChanges changes(@Nullable String... keysAndValues) {
        Map<String, @Nullable String> changes = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            changes.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return new SettingChanges(changes);
    }
}
