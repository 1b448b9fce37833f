package org.letterlock.admin.shell.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.letterlock.admin.shell.internal.FakeAdmin.ID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.ansi.SimpleAnsi;
import org.jspecify.annotations.Nullable;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.AlarmTest;
import org.letterlock.admin.api.ProxyRulesView;
import org.letterlock.admin.api.ProxySessions;
import org.letterlock.admin.api.ProxyTargets;
import org.letterlock.admin.api.VerifyReport;
import org.letterlock.testkit.admin.GatewayAdmins;

public class CommandsTest {

    private static final String MAILBOX_JSON = "{\"id\":\"" + ID + "\",\"address\":\"" + ID + "@gw.example\","
            + "\"name\":\"n\",\"description\":\"\",\"status\":\"active\",\"fingerprint\":\"ab\",\"messages\":2,"
            + "\"bytes\":300,\"oldest\":\"1970-01-01T00:00:00Z\",\"lastReceived\":\"1970-01-01T00:00:00Z\","
            + "\"lastPickup\":null,\"senders\":{\"networks\":[\"192.0.2.1\"],\"tlsRequired\":false,"
            + "\"certificateNames\":[],\"defer\":false},\"proxy\":{\"enabled\":true,"
            + "\"targets\":[\"*.example\"],\"failOpen\":true,\"keepRejected\":false,\"passSuspended\":false},\"olderKeys\":1,\"olderKeysMessages\":7,\"recoveryCode\":true,\"escrow\":\"ef\"}";

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private final FakeAdmin admin = new FakeAdmin();
    private InputStream keyboard = InputStream.nullInputStream();
    private @Nullable String typed;
    private String asked = "";
    private char mask = '*';

    @Test
    public void createShouldPrintTheNewMailbox() throws Exception {
        CreateMailbox command = new CreateMailbox();
        command.name = "n";
        assertThat(json(command))
                .isEqualTo("{\"id\":\"" + ID + "\",\"address\":\"" + ID
                        + "@gw.example\",\"password\":\"pw\",\"fingerprint\":\"ab\",\"recoveryCode\":null}");
        assertThat(text(command)).contains(ID, "pw");
        assertThat(admin.calls).contains("create n ");
    }

    @Test
    public void mailboxCommandsShouldPrintTheMailbox() throws Exception {
        ShowMailbox show = new ShowMailbox();
        show.words = List.of(ID);
        assertThat(json(show)).isEqualTo(MAILBOX_JSON);
        assertThat(text(show))
                .contains(
                        ID,
                        "1970-01-01T00:00:00Z",
                        "recovery code yes",
                        "escrow        ef",
                        "older keys    1, for 7 of the messages");
        EditMailbox edit = new EditMailbox();
        edit.words = List.of(ID);
        edit.name = "x";
        assertThat(json(edit)).isEqualTo(MAILBOX_JSON);
        SuspendMailbox suspend = new SuspendMailbox();
        suspend.words = List.of(ID);
        assertThat(json(suspend)).isEqualTo(MAILBOX_JSON);
        ActivateMailbox activate = new ActivateMailbox();
        activate.words = List.of(ID);
        assertThat(json(activate)).isEqualTo(MAILBOX_JSON);
        assertThat(json(new ListMailboxes())).isEqualTo("[" + MAILBOX_JSON + "]");
        assertThat(text(new ListMailboxes()).lines())
                .hasSize(3)
                .last()
                .asString()
                .contains(ID, "300", "yes");
        assertThat(admin.calls)
                .contains("show " + ID, "edit " + ID + " x null", "suspend " + ID, "activate " + ID, "list");
    }

    @Test
    public void deleteShouldPassForceOn() throws Exception {
        DeleteMailbox command = new DeleteMailbox();
        command.words = List.of(ID);
        assertThat(json(command)).isEqualTo("{\"id\":\"" + ID + "\",\"deleted\":true}");
        command.force = true;
        assertThat(text(command)).isEqualTo(ID + " is deleted" + System.lineSeparator());
        assertThat(admin.calls).containsExactly("delete " + ID + " false", "delete " + ID + " true");
    }

    @Test
    public void currentPasswordShouldBeReadFromStandardInputAndNothingBehindItsLine() throws Exception {
        ChangePassword command = new ChangePassword();
        command.words = List.of(ID, "--current-stdin");
        keyboard = new ByteArrayInputStream("gr\u00fcn gelb\nmore\n".getBytes(UTF_8));
        assertThat(json(command)).isEqualTo("{\"password\":\"pw2\"}");
        assertThat(new String(keyboard.readAllBytes(), UTF_8)).isEqualTo("more\n");
        keyboard = new ByteArrayInputStream("end".getBytes(UTF_8));
        assertThat(text(command)).contains("pw2");
        assertThat(admin.calls).containsExactly("password " + ID + " gr\u00fcn gelb", "password " + ID + " end");
    }

    @Test
    public void resetShouldPrintPasswordAndFingerprint() throws Exception {
        ResetMailboxPassword command = new ResetMailboxPassword();
        command.words = List.of(ID);
        assertThat(json(command)).isEqualTo("{\"password\":\"pw3\",\"fingerprint\":\"cd\"}");
        assertThat(text(command)).contains("pw3  (not shown again)", "cd");
        assertThat(admin.calls).containsExactly("reset " + ID, "reset " + ID);
    }

    @Test
    public void recoveryCodeShouldBeMadeUsedAndRemoved() throws Exception {
        CreateMailbox create = new CreateMailbox();
        create.name = "n";
        create.recoveryCode = true;
        assertThat(text(create)).contains("pw  (not shown again)", "CODE  (not shown again)");
        ChangeRecoveryCode change = new ChangeRecoveryCode();
        change.words = List.of(ID, "--current-stdin");
        keyboard = new ByteArrayInputStream("pw\n".getBytes(UTF_8));
        assertThat(json(change)).isEqualTo("{\"id\":\"" + ID + "\",\"recoveryCode\":\"CODE\"}");
        ResetMailboxPassword reset = new ResetMailboxPassword();
        reset.words = List.of(ID, "--recovery-code-stdin");
        keyboard = new ByteArrayInputStream("CODE\n".getBytes(UTF_8));
        assertThat(json(reset)).isEqualTo("{\"password\":\"pw4\",\"fingerprint\":\"ab\"}");
        ChangeRecoveryCode remove = new ChangeRecoveryCode();
        remove.words = List.of(ID, "--remove");
        assertThat(text(remove)).isEqualTo(ID + " has no recovery code" + System.lineSeparator());
        assertThat(admin.calls)
                .containsExactly(
                        "create with code n null null", "code " + ID + " pw", "reset " + ID + " CODE", "no code " + ID);

        remove.words = List.of(ID, "--remove", "--current-stdin");
        assertFails(remove, "give --remove or --current-stdin, not both");
        keyboard = InputStream.nullInputStream();
        assertFails(reset, "no recovery code was given, nothing is done");
    }

    @Test
    public void standardInputWithoutAPasswordShouldBeSaid() {
        ChangePassword command = new ChangePassword();
        command.words = List.of(ID, "--current-stdin");
        keyboard = InputStream.nullInputStream();
        assertFails(command, "no current password was given, nothing is done");
        keyboard = new ByteArrayInputStream("x".repeat(4_097).getBytes(UTF_8));
        assertFails(command, "the current password is too long");
        keyboard = new ByteArrayInputStream(new byte[] {(byte) 0xff, '\n'});
        assertFails(command, "the current password is not UTF-8");
        assertThat(admin.calls).isEmpty();
    }

    @Test
    public void currentPasswordShouldBeAskedForWithoutEcho() throws Exception {
        ChangePassword command = new ChangePassword();
        command.words = List.of(ID);
        typed = "typed";
        assertThat(json(command)).isEqualTo("{\"password\":\"pw2\"}");
        assertThat(asked).isEqualTo("current password: ").doesNotContain("typed");
        assertThat(mask).isEqualTo('\0');
        assertThat(admin.calls).containsExactly("password " + ID + " typed");

        typed = "";
        assertFails(command, "no current password was given, nothing is done");
    }

    @Test
    public void standardInputShouldBeNamedWhenThereIsNoTerminalToAskOn() {
        ChangePassword command = new ChangePassword();
        command.words = List.of(ID);
        assertFails(
                command,
                "there is no terminal to ask on: give the current password on standard input, with --current-stdin");
    }

    @Test
    public void statusShouldStartWithTheState() throws Exception {
        ShowStatus command = new ShowStatus();
        assertThat(text(command))
                .startsWith("Letterlock 0.1.0, started 1970-01-01T00:00:00Z: ready")
                .contains("2525", "/data", "mbx-1", "192.0.2.9")
                .contains("tls        given certificate for mail.example.org by CN=authority, until"
                        + " 1970-01-01T00:00:00Z (12 days)")
                .doesNotContain("pid");
        command.settings = true;
        assertThat(text(command)).containsPattern("pid .*key .*value .*default");
        admin.ready = false;
        assertThat(text(command).lines().toList())
                .startsWith(
                        "Letterlock 0.1.0, started 1970-01-01T00:00:00Z: not ready", "  ! storage: dataDirectory: bad")
                .contains("store      not there", "tls        no certificate");
    }

    @Test
    public void statusDocumentShouldHoldEverything() throws Exception {
        JsonNode status = new ObjectMapper().readTree(json(new ShowStatus()));
        assertThat(status.fieldNames())
                .toIterable()
                .containsExactly(
                        "version",
                        "started",
                        "ready",
                        "drained",
                        "problems",
                        "listeners",
                        "store",
                        "certificate",
                        "mailboxes",
                        "refusals",
                        "components",
                        "settings");
        assertThat(status.at("/listeners/0/port").asInt()).isEqualTo(2525);
        assertThat(status.at("/store/index").isNull()).isTrue();
        assertThat(status.at("/certificate"))
                .isEqualTo(new ObjectMapper()
                        .readTree("{\"names\":[\"mail.example.org\"],\"issuer\":\"CN=authority\","
                                + "\"notAfter\":\"1970-01-01T00:00:00Z\",\"daysLeft\":12,\"own\":false}"));
        assertThat(status.at("/settings/0/source").asText()).isEqualTo("default");
    }

    @Test
    public void verifyShouldPrintFigures() throws Exception {
        assertThat(text(new Verify())).contains("checked up to 1:2", "mails         2", "damaged       0");
        assertThat(json(new Verify()))
                .startsWith("{\"end\":\"1:2\",\"segments\":1,")
                .endsWith("\"damaged\":0,\"damages\":[]}");
    }

    @Test
    public void verifyShouldPrintDamageAndFail() throws Exception {
        admin.damages.add(new VerifyReport.Damage("/data/1.log", 72, ID, "m-1", "the body is not what was stored"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Verify command = new Verify();
        command.admin = GatewayAdmins.of(admin);
        command.session = session(out);
        CommandException thrown = catchThrowableOfType(CommandException.class, command::execute);

        assertThat(thrown.getMessage()).isEqualTo("damaged: 1 places");
        assertThat(out.toString(UTF_8))
                .contains("  ! /data/1.log at 72 mailbox=" + ID + " message=m-1: the body is not what was stored");
    }

    @Test
    public void verifyShouldReadHeadsInEachFormTheyAreExportedIn() throws Exception {
        String logLine = "2026-01-01T00:00:00 | INFO | ledger head mailbox=" + ID + " sequence=12 sha256="
                + FakeAdmin.HEAD.sha256();
        for (String export : List.of(text(new ShowLedgerHeads()), json(new ShowLedgerHeads()), logLine)) {
            Path file = temp.newFile().toPath();
            Files.writeString(file, export);
            Verify command = new Verify();
            command.heads = file.toString();
            admin.calls.clear();
            assertThat(text(command)).contains("earlier heads 1");
            assertThat(admin.calls).containsExactly("verify " + List.of(FakeAdmin.HEAD));
        }
    }

    @Test
    public void verifyShouldFailWhenItGetsNoHeads() throws Exception {
        Verify command = new Verify();
        command.heads = temp.newFile().toString();
        assertFails(command, command.heads + " holds no ledger heads");
        command.heads = "heads.txt";
        assertFails(command, "give the absolute path of the file, not heads.txt");
        command.heads = "/does/not/exist";
        assertFails(command, "there is no file /does/not/exist");
    }

    @Test
    public void backupShouldSayWhatItHolds() throws Exception {
        Backup command = new Backup();
        command.words = List.of("/b");
        assertThat(text(command)).contains("/b", "100 bytes in 3 files", "1:2");
        command.words = List.of("/b", "--json");
        assertThat(run(command))
                .startsWith("{\"directory\":\"/b\",\"files\":3,\"octets\":100,\"missing\":0,\"end\":\"1:2\"}");
        assertFails(new Backup(), "give one folder, which is new or empty");
        Backup damaged = new Backup();
        damaged.words = List.of("/damaged");
        assertFails(damaged, "the store is damaged, and so is the backup: 1 files are missing; see gateway:verify");
    }

    @Test
    public void exportShouldSayWhatItHoldsAndWhatIsDamaged() throws Exception {
        ExportMailbox command = new ExportMailbox();
        command.words = List.of(ID, "/e=f");
        assertThat(text(command))
                .contains("/e=f", "3, 100 bytes", "key-1.pgp, recovery-key.pgp")
                .doesNotContain("gone");
        ExportMailbox document = new ExportMailbox();
        document.words = List.of(ID, "--json", "/e");
        assertThat(run(document))
                .startsWith("{\"id\":\"" + ID + "\",\"directory\":\"/e\",\"mails\":3,\"octets\":100,"
                        + "\"keys\":[\"key-1.pgp\",\"recovery-key.pgp\"],\"gone\":0,\"damaged\":0,\"damages\":[]}");
        assertThat(admin.calls).containsExactly("export " + ID + " /e=f", "export " + ID + " /e");

        ExportMailbox damaged = new ExportMailbox();
        damaged.words = List.of(ID, "/damaged");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        damaged.admin = GatewayAdmins.of(admin);
        damaged.session = session(out);
        CommandException failure = catchThrowableOfType(CommandException.class, damaged::execute);
        assertThat(failure).hasMessage("left out because they are damaged: 2 mails or keys; see gateway:verify");
        assertThat(out.toString(UTF_8)).contains("gone    1", "  ! m.pgp: its body ends early", "  ! and 1 more");

        ExportMailbox without = new ExportMailbox();
        without.words = List.of(ID);
        assertFails(without, "give a folder behind the id, which is new or empty");
        ExportMailbox two = new ExportMailbox();
        two.words = List.of(ID, "/a", "/b");
        assertFails(two, "what is '/b'? see --help");
    }

    @Test
    public void rebuildIndexShouldSayHowFarItIs() throws Exception {
        assertThat(text(new RebuildIndex())).contains("is being made again, it is at 1:72 of 2:100");
        assertThat(json(new RebuildIndex())).isEqualTo("{\"position\":\"1:72\",\"end\":\"2:100\"}");
    }

    @Test
    public void drainShouldSayHowManySessionsAreUnderWay() throws Exception {
        assertThat(json(new Drain())).isEqualTo("{\"drained\":true,\"connections\":0}");
        admin.sessions = 2;
        assertThat(text(new Drain())).contains("no new connection is served", "2 sessions are under way");
        assertThat(json(new Drain())).isEqualTo("{\"drained\":true,\"connections\":2}");
        assertThat(admin.calls).containsOnly("drain 0");
    }

    @Test
    public void drainShouldFailWhenSessionsAreLeftAfterTheWait() throws Exception {
        Drain command = new Drain();
        command.wait = "30";
        assertThat(json(command)).isEqualTo("{\"drained\":true,\"connections\":0}");
        admin.sessions = 2;
        assertFails(command, "2 sessions are left after 30 s, see gateway:status; the gateway stays drained");
        admin.drained = false;
        assertFails(
                command,
                "new connections are served again: the gateway was resumed, or its transport was started anew");
        assertThat(admin.calls).containsOnly("drain 30");
    }

    @Test
    public void resumeShouldSayThatConnectionsAreServed() throws Exception {
        assertThat(text(new Resume())).contains("new connections are served");
        assertThat(json(new Resume())).isEqualTo("{\"drained\":false,\"connections\":0}");
        assertThat(admin.calls).containsOnly("resume");
    }

    @Test
    public void failureShouldBeOneLineInBothForms() {
        ShowMailbox command = new ShowMailbox();
        command.words = List.of("x");
        admin.failure = new AdminException(AdminException.Reason.NOT_FOUND, "there is no mailbox 'x'", null);
        assertFails(command, "there is no mailbox 'x'");
        command.json = true;
        assertFails(command, "there is no mailbox 'x'");
    }

    @Test
    public void optionsBehindTheIdShouldCountToo() throws Exception {
        EditMailbox edit = new EditMailbox();
        edit.words = List.of(ID, "--name", "a b", "--json", "--description=c=d");
        assertThat(run(edit)).startsWith("{");
        DeleteMailbox delete = new DeleteMailbox();
        delete.words = List.of(ID, "--force");
        assertThat(run(delete)).isEqualTo(ID + " is deleted" + System.lineSeparator());
        assertThat(admin.calls).containsExactly("edit " + ID + " a b c=d", "delete " + ID + " true");

        edit.words = List.of(ID, "--name");
        assertFails(edit, "the option --name needs a value");
        delete.words = List.of(ID, "--forced");
        assertFails(delete, "what is '--forced'? see --help");
        assertFails(new ShowMailbox(), "which mailbox? give its id");
    }

    @Test
    public void escrowShouldBeTurnedOnAndOff() throws Exception {
        CreateMailbox create = new CreateMailbox();
        create.name = "n";
        create.escrow = true;
        create.recoveryCode = true;
        run(create);
        for (String value : List.of("on", "off")) {
            EditMailbox edit = new EditMailbox();
            edit.words = List.of(ID, "--escrow", value);
            assertThat(run(edit)).contains("escrow        ef");
        }
        EditMailbox both = new EditMailbox();
        both.words = List.of(ID, "--name", "x", "--escrow=on");
        run(both);
        assertThat(admin.calls)
                .containsExactly(
                        "create with escrow n null true",
                        "escrow " + ID + " true",
                        "escrow " + ID + " false",
                        "escrow " + ID + " true",
                        "edit " + ID + " x null");
        both.words = List.of(ID, "--escrow", "yes");
        assertFails(both, "--escrow is on or off");
    }

    @Test
    public void createShouldTakeTheIdAndPasswordOfAnotherGateway() throws Exception {
        CreateMailbox command = new CreateMailbox();
        command.name = "n";
        command.id = ID;
        assertThat(text(command)).contains(ID, "pw  (not shown again)");
        command.passwordFromInput = true;
        keyboard = new ByteArrayInputStream("a given password\n".getBytes(UTF_8));
        assertThat(json(command)).contains("\"id\":\"" + ID + "\"", "\"password\":null");
        keyboard = new ByteArrayInputStream("a given password\n".getBytes(UTF_8));
        assertThat(text(command)).contains("as given").doesNotContain("a given password");
        assertThat(admin.calls)
                .containsExactly(
                        "create n  " + ID + " null",
                        "create n  " + ID + " a given password",
                        "create n  " + ID + " a given password");

        keyboard = InputStream.nullInputStream();
        assertFails(command, "no password was given, nothing is done");
        command.id = "";
        assertFails(command, "--password-stdin is for a mailbox that moves over: give its --id too");
    }

    @Test
    public void createWithoutANameShouldFail() {
        assertFails(new CreateMailbox(), "a mailbox needs a name: give --name NAME");
    }

    @Test
    public void sendersShouldChangeWhatIsGivenAndKeepTheRest() throws Exception {
        MailboxSenders command = new MailboxSenders();
        command.words = List.of(ID, "--tls", "required", "--certificates", "mx.example, *.mx.example", "--json");
        assertThat(run(command).strip()).isEqualTo(MAILBOX_JSON);
        MailboxSenders anybody = new MailboxSenders();
        anybody.words = List.of(ID, "--networks=any", "--others", "defer");
        assertThat(run(anybody)).contains("senders       from 192.0.2.1; others are rejected");
        assertThat(admin.calls)
                .contains(
                        "senders " + ID + " [192.0.2.1] true [mx.example, *.mx.example] false",
                        "senders " + ID + " [] false [] true");

        command.words = List.of(ID, "--tls", "maybe");
        assertFails(command, "--tls is required or optional, not 'maybe'");
        MailboxSenders nothing = new MailboxSenders();
        nothing.words = List.of(ID);
        assertFails(nothing, "nothing to change: give --networks, --tls, --certificates or --others");
    }

    @Test
    public void proxyRulesShouldBeKeptUnlessTheyAreNamed() throws Exception {
        MailboxProxy command = new MailboxProxy();
        command.words = List.of(ID, "--targets", "pop.example:995, 10.0.0.0/8", "--keep-rejected=on", "--json");
        assertThat(run(command).strip()).isEqualTo(MAILBOX_JSON);
        MailboxProxy any = new MailboxProxy();
        any.words = List.of(ID, "--enabled", "off", "--targets=any", "--fail-open", "off", "--pass-suspended", "on");
        assertThat(run(any)).contains("proxy         to *.example; mails that cannot be kept pass");
        assertThat(admin.calls)
                .contains(
                        "proxy " + ID + " enabled=true failOpen=true keepRejected=true passSuspended=false"
                                + " targets=[pop.example:995, 10.0.0.0/8]",
                        "proxy " + ID + " enabled=false failOpen=false keepRejected=false passSuspended=true"
                                + " targets=[]");

        command.words = List.of(ID, "--fail-open", "yes");
        assertFails(command, "--fail-open is on or off, not 'yes'");
        MailboxProxy nothing = new MailboxProxy();
        nothing.words = List.of(ID);
        assertFails(
                nothing,
                "nothing to change: give --enabled, --targets, --fail-open, --keep-rejected or --pass-suspended");
    }

    @Test
    public void proxyRulesShouldReadAsOneLine() {
        assertThat(MailboxText.proxy(new ProxyRulesView(true, List.of(), false, false, false)))
                .isEqualTo("to any allowed server");
        assertThat(MailboxText.proxy(new ProxyRulesView(true, List.of("a", "b"), true, true, true)))
                .isEqualTo("to a,b; mails that cannot be kept pass; refused mails are kept; mails pass uncopied while"
                        + " suspended");
        assertThat(MailboxText.proxy(new ProxyRulesView(false, List.of("a"), true, true, true)))
                .isEqualTo("off");
    }

    @Test
    public void sessionsShouldBeShownWithinBounds() throws Exception {
        assertThat(text(new ShowProxySessions())).contains("Mailbox", "no session");
        assertThat(json(new ShowProxySessions())).isEqualTo("{\"total\":0,\"sessions\":[]}");
        ProxySessions.Session session = new ProxySessions.Session(
                "pop3", ID, "anna@example.com", "192.0.2.7:4711", "pop.example.com", Instant.EPOCH, 12, 3456, 7, 0);
        admin.proxied.add(session);
        assertThat(json(new ShowProxySessions()))
                .isEqualTo("{\"total\":1,\"sessions\":[{\"protocol\":\"pop3\",\"mailbox\":\"" + ID
                        + "\",\"user\":\"anna@example.com\",\"client\":\"192.0.2.7:4711\","
                        + "\"server\":\"pop.example.com\",\"since\":\"1970-01-01T00:00:00Z\",\"toServer\":12,"
                        + "\"toClient\":3456,\"kept\":7,\"uncopied\":0}]}");
        assertThat(text(new ShowProxySessions()))
                .containsPattern("pop3 .*" + ID + " .*anna@example.com .*192.0.2.7:4711 .*pop.example.com"
                        + " .*1970-01-01T00:00:00Z .* 12 .* 3456 .* 7 .* 0")
                .doesNotContain("more");
        admin.proxied.addAll(Collections.nCopies(150, session));
        assertThat(text(new ShowProxySessions()).lines()).hasSize(103).last().isEqualTo("51 more, see --json");
    }

    @Test
    public void targetsShouldBeShownWithTheirCertificates() throws Exception {
        assertThat(text(new ShowProxyTargets()).lines())
                .containsExactly("allowed public,10.0.0.0/8", "no connection since the start");
        admin.servers.add(new ProxyTargets.Server(
                "2001:db8::1", 465, null, Instant.EPOCH, "timeout", "no answer within 10 s", null));
        admin.servers.add(new ProxyTargets.Server(
                "mail.example",
                995,
                Instant.EPOCH,
                null,
                null,
                null,
                new ProxyTargets.Certificate("CN=mail.example", "CN=authority", Instant.EPOCH, "0f0f")));
        assertThat(text(new ShowProxyTargets()).lines())
                .containsExactly(
                        "allowed public,10.0.0.0/8",
                        "",
                        "[2001:db8::1]:465",
                        "  last success -",
                        "  last failure 1970-01-01T00:00:00Z timeout: no answer within 10 s",
                        "",
                        "mail.example:995",
                        "  last success 1970-01-01T00:00:00Z",
                        "  last failure -",
                        "  certificate  CN=mail.example",
                        "  issued by    CN=authority",
                        "  until        1970-01-01T00:00:00Z",
                        "  fingerprint  0f0f");
        assertThat(json(new ShowProxyTargets()))
                .startsWith(
                        "{\"allowed\":[\"public\",\"10.0.0.0/8\"],\"servers\":[{\"host\":\"2001:db8::1\",\"port\":465,"
                                + "\"lastSuccess\":null,\"lastFailure\":\"1970-01-01T00:00:00Z\",\"reason\":\"timeout\","
                                + "\"failure\":\"no answer within 10 s\",\"certificate\":null},{")
                .endsWith("\"certificate\":{\"subject\":\"CN=mail.example\",\"issuer\":\"CN=authority\","
                        + "\"notAfter\":\"1970-01-01T00:00:00Z\",\"fingerprint\":\"0f0f\"}}]}");
        admin.servers.addAll(Collections.nCopies(100, admin.servers.get(0)));
        assertThat(text(new ShowProxyTargets()).lines()).last().isEqualTo("2 more, see --json");
    }

    @Test
    public void auditShouldBeListedByWhatIsAskedFor() throws Exception {
        ListAudit command = new ListAudit();
        command.user = "anna";
        command.since = "2026-01-31";
        command.before = "9";
        command.limit = "5";
        assertThat(text(command))
                .containsPattern("7 .*1970-01-01T00:00:00Z .*anna .*rest .*192.0.2.7 .*deleteMailbox .*mailbox=" + ID
                        + " .*refused: suspend it first")
                .endsWith("go on with --before 7" + System.lineSeparator());
        assertThat(json(command))
                .isEqualTo("{\"entries\":[{\"sequence\":7,\"time\":\"1970-01-01T00:00:00Z\",\"user\":\"anna\","
                        + "\"door\":\"rest\",\"from\":\"192.0.2.7\",\"act\":\"deleteMailbox\",\"about\":{\"mailbox\":\""
                        + ID + "\"},\"outcome\":\"refused\",\"reason\":\"suspend it first\",\"hash\":\"ab\"}],"
                        + "\"next\":7}");
        assertThat(admin.calls).contains("audit anna 2026-01-31T00:00:00Z 9 5");
        command.limit = "1001";
        assertFails(command, "--limit takes a number from 1 to 1000");
        command.limit = "many";
        assertFails(command, "--limit takes a number from 1 to 1000");
        command.since = "yesterday";
        command.limit = null;
        assertFails(command, "--since takes a day (2026-01-31, UTC) or a time (2026-01-31T09:15:00Z)");
    }

    @Test
    public void auditThatIsNotWholeShouldFail() throws Exception {
        assertThat(text(new VerifyAudit())).contains("entries 2, 6 to 7", "head    ab");
        admin.auditFaults.add("entry 6 was altered");
        assertFails(new VerifyAudit(), "the audit log is not whole: 1 faults");
    }

    @Test
    public void auditShouldBeExportedToTheTerminalOrANewFile() throws Exception {
        ExportAudit command = new ExportAudit();
        assertThat(text(command).lines()).containsExactly("{\"sequence\":6}", "{\"sequence\":7}");
        command.json = true;
        assertFails(command, "with --json give a file: the entries are JSON themselves, a document a line");
        Path file = temp.getRoot().toPath().resolve("audit.jsonl");
        command.user = "anna";
        command.words = List.of(file.toString(), "--json");
        command.json = false;
        assertThat(run(command).strip()).isEqualTo("{\"file\":\"" + file + "\",\"entries\":2}");
        assertThat(Files.readAllLines(file)).containsExactly("{\"sequence\":6}", "{\"sequence\":7}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(admin.calls).contains("export audit anna");
        assertFails(command, file + " is there already");
        command.words = List.of("audit.jsonl");
        assertFails(command, "give the absolute path of the file, not audit.jsonl");
    }

    @Test
    public void alarmsShouldBeListed() throws Exception {
        assertThat(text(new ListAlarms()))
                .containsPattern("1970-01-01T00:00:00Z .*- .*warning .*disk .*the disk is nearly full");
        assertThat(json(new ListAlarms()))
                .isEqualTo("[{\"key\":\"disk\",\"kind\":\"disk\",\"severity\":\"warning\",\"mailbox\":null,"
                        + "\"text\":\"the disk is nearly full\",\"since\":\"1970-01-01T00:00:00Z\",\"cleared\":null}]");
    }

    @Test
    public void testOfAlarmsShouldFailWhenAReceiverDoesNotTakeIt() throws Exception {
        admin.alarmTests.add(new AlarmTest("mail", null));
        assertThat(text(new TestAlarms())).isEqualTo("mail: taken" + System.lineSeparator());
        admin.alarmTests.add(new AlarmTest("webhook", "it answered 500"));
        assertFails(new TestAlarms(), "not taken by 1 of 2 receivers");
    }

    @Test
    public void editWithoutAChangeShouldFail() {
        EditMailbox edit = new EditMailbox();
        edit.words = List.of(ID);
        assertFails(edit, "nothing to change: give --name, --description or --escrow");
    }

    @Test
    public void missingAdministrationShouldBeSaid() {
        ListMailboxes command = new ListMailboxes();
        command.session = session(new ByteArrayOutputStream());
        CommandException thrown = catchThrowableOfType(CommandException.class, command::execute);
        assertThat(thrown.getMessage())
                .isEqualTo("the administration is not there: the bundle org.letterlock.admin.core does not run");
    }

    private void assertFails(GatewayCommand<?> command, String line) {
        CommandException thrown = catchThrowableOfType(CommandException.class, () -> run(command));
        assertThat(thrown.getNiceHelp()).isEqualTo(SimpleAnsi.COLOR_RED + line + SimpleAnsi.COLOR_DEFAULT);
        assertThat(thrown.getClass()).as("Karaf looks at the very class").isEqualTo(CommandException.class);
    }

    private String json(GatewayCommand<?> command) throws CommandException {
        command.json = true;
        String out = run(command);
        command.json = false;
        assertThat(out.lines()).hasSize(1);
        return out.strip();
    }

    private String text(GatewayCommand<?> command) throws CommandException {
        return run(command);
    }

    private String run(GatewayCommand<?> command) throws CommandException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        command.admin = GatewayAdmins.of(admin);
        command.session = session(out);
        assertThat(command.execute()).as("Karaf would print it").isNull();
        return out.toString(UTF_8);
    }

    /** A session that has a console, a keyboard and, where something is typed, a terminal. */
    private Session session(ByteArrayOutputStream out) {
        PrintStream console = new PrintStream(out, true, UTF_8);
        return (Session) Proxy.newProxyInstance(
                Session.class.getClassLoader(), new Class<?>[] {Session.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getConsole")) {
                        return console;
                    }
                    if (method.getName().equals("getKeyboard")) {
                        return keyboard;
                    }
                    if (method.getName().equals("readLine") && typed != null) {
                        asked = (String) arguments[0];
                        mask = (Character) arguments[1];
                        return typed;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
