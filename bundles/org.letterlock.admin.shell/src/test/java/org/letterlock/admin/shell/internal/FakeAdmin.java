package org.letterlock.admin.shell.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.AlarmAdmin;
import org.letterlock.admin.api.AlarmTest;
import org.letterlock.admin.api.AlarmView;
import org.letterlock.admin.api.AuditAdmin;
import org.letterlock.admin.api.AuditEntry;
import org.letterlock.admin.api.AuditPage;
import org.letterlock.admin.api.AuditQuery;
import org.letterlock.admin.api.AuditVerification;
import org.letterlock.admin.api.BackupReport;
import org.letterlock.admin.api.ChangedPassword;
import org.letterlock.admin.api.CreatedMailbox;
import org.letterlock.admin.api.DrainState;
import org.letterlock.admin.api.ExportReport;
import org.letterlock.admin.api.GatewayStatus;
import org.letterlock.admin.api.IndexProgress;
import org.letterlock.admin.api.LedgerHead;
import org.letterlock.admin.api.ListenerAdmin;
import org.letterlock.admin.api.MailboxAdmin;
import org.letterlock.admin.api.MailboxView;
import org.letterlock.admin.api.Problem;
import org.letterlock.admin.api.Progress;
import org.letterlock.admin.api.ProxyAdmin;
import org.letterlock.admin.api.ProxyRulesView;
import org.letterlock.admin.api.ProxySessions;
import org.letterlock.admin.api.ProxyTargets;
import org.letterlock.admin.api.RecoveryCode;
import org.letterlock.admin.api.ResetPassword;
import org.letterlock.admin.api.SenderRulesView;
import org.letterlock.admin.api.StatusAdmin;
import org.letterlock.admin.api.StoreAdmin;
import org.letterlock.admin.api.VerifyReport;

/** Knows one mailbox, and fails when told to. */
final class FakeAdmin
        implements MailboxAdmin, StoreAdmin, ListenerAdmin, ProxyAdmin, StatusAdmin, AuditAdmin, AlarmAdmin {

    static final String ID = "mbx-00000000000000000000000000000001";
    static final MailboxView MAILBOX = new MailboxView(
            ID,
            ID + "@gw.example",
            "n",
            "",
            "active",
            "ab",
            2,
            300,
            Instant.EPOCH,
            Instant.EPOCH,
            null,
            new SenderRulesView(List.of("192.0.2.1"), false, List.of(), false),
            new ProxyRulesView(true, List.of("*.example"), true, false, false),
            1,
            7,
            true,
            "ef");

    static final LedgerHead HEAD = new LedgerHead(ID, 12, "0f".repeat(32));

    final List<VerifyReport.Damage> damages = new ArrayList<>();
    final List<ProxySessions.Session> proxied = new ArrayList<>();
    final List<ProxyTargets.Server> servers = new ArrayList<>();
    final List<String> calls = new ArrayList<>();
    final List<String> auditFaults = new ArrayList<>();
    final List<AlarmTest> alarmTests = new ArrayList<>();

    @Nullable AdminException failure;

    boolean ready = true;
    boolean drained = true;
    int sessions;

    @Override
    public List<MailboxView> mailboxes() throws AdminException {
        return List.of(called("list"));
    }

    @Override
    public MailboxView mailbox(String id) throws AdminException {
        return called("show " + id);
    }

    @Override
    public CreatedMailbox createMailbox(String name, String description) throws AdminException {
        called("create " + name + " " + description);
        return new CreatedMailbox(ID, ID + "@gw.example", "pw", "ab", null);
    }

    @Override
    public CreatedMailbox createMailbox(String name, String description, String id, char @Nullable [] password)
            throws AdminException {
        called("create " + name + " " + description + " " + id + " "
                + (password == null ? null : new String(password)));
        return new CreatedMailbox(id, id + "@gw.example", password == null ? "pw" : null, "ab", null);
    }

    @Override
    public CreatedMailbox createMailboxWithEscrow(
            String name, String description, @Nullable String id, char @Nullable [] password, boolean recoveryCode)
            throws AdminException {
        called("create with escrow " + name + " " + id + " " + recoveryCode);
        return new CreatedMailbox(ID, ID + "@gw.example", "pw", "ab", null);
    }

    @Override
    public MailboxView setEscrow(String id, boolean escrow) throws AdminException {
        return called("escrow " + id + " " + escrow);
    }

    @Override
    public MailboxView editMailbox(String id, @Nullable String name, @Nullable String description)
            throws AdminException {
        return called("edit " + id + " " + name + " " + description);
    }

    @Override
    public MailboxView suspendMailbox(String id) throws AdminException {
        return called("suspend " + id);
    }

    @Override
    public MailboxView activateMailbox(String id) throws AdminException {
        return called("activate " + id);
    }

    @Override
    public MailboxView setSenders(String id, SenderRulesView rules) throws AdminException {
        return called("senders " + id + " " + rules.networks() + " " + rules.tlsRequired() + " "
                + rules.certificateNames() + " " + rules.defer());
    }

    @Override
    public MailboxView setProxy(String id, ProxyRulesView rules) throws AdminException {
        return called("proxy " + id + " " + rules);
    }

    @Override
    public ChangedPassword changePassword(String id, char[] current) throws AdminException {
        called("password " + id + " " + new String(current));
        return new ChangedPassword("pw2");
    }

    @Override
    public ResetPassword resetPassword(String id) throws AdminException {
        called("reset " + id);
        return new ResetPassword("pw3", "cd");
    }

    @Override
    public CreatedMailbox createMailboxWithRecoveryCode(
            String name, String description, @Nullable String id, char @Nullable [] password) throws AdminException {
        called("create with code " + name + " " + id + " " + (password == null ? null : new String(password)));
        return new CreatedMailbox(ID, ID + "@gw.example", "pw", "ab", "CODE");
    }

    @Override
    public ResetPassword resetPassword(String id, char[] recoveryCode) throws AdminException {
        called("reset " + id + " " + new String(recoveryCode));
        return new ResetPassword("pw4", "ab");
    }

    @Override
    public RecoveryCode setRecoveryCode(String id, char[] current) throws AdminException {
        called("code " + id + " " + new String(current));
        return new RecoveryCode(id, "CODE");
    }

    @Override
    public RecoveryCode removeRecoveryCode(String id) throws AdminException {
        called("no code " + id);
        return new RecoveryCode(id, null);
    }

    @Override
    public void deleteMailbox(String id, boolean force) throws AdminException {
        called("delete " + id + " " + force);
    }

    @Override
    public ExportReport exportMailbox(String id, String directory) throws AdminException {
        called("export " + id + " " + directory);
        boolean damaged = directory.equals("/damaged");
        return new ExportReport(
                id,
                directory,
                3,
                100,
                List.of("key-1.pgp", "recovery-key.pgp"),
                damaged ? 1 : 0,
                damaged ? 2 : 0,
                damaged ? List.of(new ExportReport.Damage("m.pgp", "its body ends early")) : List.of());
    }

    @Override
    public VerifyReport verify(List<LedgerHead> earlier, Progress progress) throws AdminException {
        called("verify " + earlier);
        return new VerifyReport("1:2", 1, 0, 0, 3, 2, 200, 1, earlier.size(), damages.size(), damages);
    }

    @Override
    public BackupReport backup(String directory, Progress progress) throws AdminException {
        called("backup " + directory);
        return new BackupReport(directory, 3, 100, directory.equals("/damaged") ? 1 : 0, "1:2");
    }

    @Override
    public List<LedgerHead> ledgerHeads() throws AdminException {
        called("heads");
        return List.of(HEAD);
    }

    @Override
    public IndexProgress rebuildIndex() throws AdminException {
        called("rebuild");
        return new IndexProgress("1:72", "2:100");
    }

    @Override
    public DrainState drain(int waitSeconds) throws AdminException {
        called("drain " + waitSeconds);
        return new DrainState(drained, sessions);
    }

    @Override
    public DrainState resume() throws AdminException {
        called("resume");
        return new DrainState(false, sessions);
    }

    @Override
    public ProxySessions proxySessions() {
        calls.add("sessions");
        return new ProxySessions(proxied.size(), proxied);
    }

    @Override
    public ProxyTargets proxyTargets() throws AdminException {
        called("targets");
        return new ProxyTargets(List.of("public", "10.0.0.0/8"), servers);
    }

    @Override
    public GatewayStatus status() {
        return new GatewayStatus(
                "0.1.0",
                Instant.EPOCH,
                ready,
                false,
                ready ? List.of() : List.of("storage: dataDirectory: bad"),
                List.of(new GatewayStatus.Listener(
                        "smtp", "smtp", "0.0.0.0", 2525, "upgrade", "accepting", "", 1, 0, 0)),
                ready ? new GatewayStatus.Store("/data", true, "", "1:2", null, 1, 10, 100, 5, 0, List.of()) : null,
                ready
                        ? new GatewayStatus.Certificate(
                                List.of("mail.example.org"), "CN=authority", Instant.EPOCH, 12, false)
                        : null,
                ready ? 1 : -1,
                List.of(new GatewayStatus.Refusal("mbx-1", "unknown", 3, Instant.EPOCH, "192.0.2.9")),
                ready
                        ? List.of()
                        : List.of(new GatewayStatus.Component(
                                "storage", "storage 0.1.0", "failed", "storage: dataDirectory: bad")),
                List.of(new GatewayStatus.Setting("pid", "key", "value", "default")));
    }

    @Override
    public List<Problem> problems() {
        return status().problems().stream().map(Problem::urgent).toList();
    }

    @Override
    public AuditPage audit(AuditQuery query) throws AdminException {
        called("audit " + query.user() + " " + query.since() + " " + query.before() + " " + query.limit());
        AuditEntry entry = new AuditEntry(
                7,
                Instant.EPOCH,
                "anna",
                "rest",
                "192.0.2.7",
                "deleteMailbox",
                Map.of("mailbox", ID),
                "refused",
                "suspend it first",
                "ab");
        return new AuditPage(List.of(entry), 7L);
    }

    @Override
    public List<AlarmView> alarms() throws AdminException {
        called("alarms");
        return List.of(new AlarmView("disk", "disk", "warning", null, "the disk is nearly full", Instant.EPOCH, null));
    }

    @Override
    public List<AlarmTest> testAlarms() throws AdminException {
        called("test alarms");
        return alarmTests;
    }

    @Override
    public AuditVerification verifyAudit() throws AdminException {
        called("verify audit");
        return new AuditVerification(2, 6, 7, "ab", Instant.EPOCH, auditFaults);
    }

    @Override
    public long exportAudit(AuditQuery query, Consumer<String> lines) throws AdminException {
        called("export audit " + query.user());
        lines.accept("{\"sequence\":6}");
        lines.accept("{\"sequence\":7}");
        return 2;
    }

    private MailboxView called(String call) throws AdminException {
        if (failure != null) {
            throw failure;
        }
        calls.add(call);
        return MAILBOX;
    }
}
