package org.letterlock.admin.core.internal;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.AdminException.Reason;
import org.letterlock.admin.api.ChangedPassword;
import org.letterlock.admin.api.CreatedMailbox;
import org.letterlock.admin.api.ExportReport;
import org.letterlock.admin.api.GatewayStatus;
import org.letterlock.admin.api.MailboxAdmin;
import org.letterlock.admin.api.MailboxView;
import org.letterlock.admin.api.ProxyRulesView;
import org.letterlock.admin.api.RecoveryCode;
import org.letterlock.admin.api.ResetPassword;
import org.letterlock.admin.api.SenderRulesView;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mailbox.api.Mailbox;
import org.letterlock.mailbox.api.MailboxException;
import org.letterlock.mailbox.api.MailboxExport;
import org.letterlock.mailbox.api.MailboxRequest;
import org.letterlock.mailbox.api.MailboxService;
import org.letterlock.mailbox.api.NewMailbox;
import org.letterlock.mailbox.api.ProxyRules;
import org.letterlock.mailbox.api.SenderRules;

/** Mailbox operations in the terms of administration, over the catalogue. */
final class CatalogueMailboxAdmin implements MailboxAdmin {

    private final Supplier<@Nullable MailboxService> catalogue;

    private interface Change<T> {
        T apply(MailboxService mailboxes) throws MailboxException;
    }

    /** Works on the catalogue of each moment, null while it is not loaded. */
    CatalogueMailboxAdmin(Supplier<@Nullable MailboxService> catalogue) {
        this.catalogue = catalogue;
    }

    private MailboxService loaded() throws AdminException {
        MailboxService mailboxes = catalogue.get();
        if (mailboxes == null) {
            throw new AdminException(Reason.UNAVAILABLE, "the mailboxes are not loaded; gateway:status says why", null);
        }
        return mailboxes;
    }

    @Override
    public List<MailboxView> mailboxes() throws AdminException {
        return loaded().list().stream().map(CatalogueMailboxAdmin::view).toList();
    }

    @Override
    public MailboxView mailbox(String id) throws AdminException {
        return loaded().find(parse(id)).map(CatalogueMailboxAdmin::view).orElseThrow(() -> unknown(id));
    }

    @Override
    public CreatedMailbox createMailbox(String name, String description) throws AdminException {
        return created(change(mailboxes -> mailboxes.create(name, description)));
    }

    @Override
    public CreatedMailbox createMailbox(String name, String description, String id, char @Nullable [] password)
            throws AdminException {
        return create(new MailboxRequest(name, description, given(id), false, false), password);
    }

    @Override
    public CreatedMailbox createMailboxWithRecoveryCode(
            String name, String description, @Nullable String id, char @Nullable [] password) throws AdminException {
        return create(new MailboxRequest(name, description, id == null ? null : given(id), true, false), password);
    }

    @Override
    public CreatedMailbox createMailboxWithEscrow(
            String name, String description, @Nullable String id, char @Nullable [] password, boolean recoveryCode)
            throws AdminException {
        MailboxId given = id == null ? null : given(id);
        return create(new MailboxRequest(name, description, given, recoveryCode, true), password);
    }

    private CreatedMailbox create(MailboxRequest request, char @Nullable [] password) throws AdminException {
        return created(change(mailboxes -> mailboxes.create(request, password)));
    }

    private static MailboxId given(String id) throws AdminException {
        return MailboxId.parse(id.strip())
                .orElseThrow(() ->
                        new AdminException(Reason.INVALID, "a mailbox id is mbx- and 32 hexadecimal digits", null));
    }

    private static CreatedMailbox created(NewMailbox created) {
        Mailbox mailbox = created.mailbox();
        return new CreatedMailbox(
                mailbox.id().toString(),
                mailbox.address().toString(),
                created.password().isEmpty() ? null : created.password(),
                mailbox.fingerprint(),
                created.recoveryCode());
    }

    @Override
    public MailboxView editMailbox(String id, @Nullable String name, @Nullable String description)
            throws AdminException {
        MailboxId mailbox = parse(id);
        return view(change(mailboxes -> mailboxes.edit(mailbox, name, description)));
    }

    @Override
    public MailboxView setEscrow(String id, boolean escrow) throws AdminException {
        MailboxId mailbox = parse(id);
        return view(change(mailboxes -> mailboxes.setEscrow(mailbox, escrow)));
    }

    @Override
    public MailboxView suspendMailbox(String id) throws AdminException {
        return setStatus(id, Mailbox.Status.SUSPENDED);
    }

    @Override
    public MailboxView activateMailbox(String id) throws AdminException {
        return setStatus(id, Mailbox.Status.ACTIVE);
    }

    private MailboxView setStatus(String id, Mailbox.Status status) throws AdminException {
        MailboxId mailbox = parse(id);
        return view(change(mailboxes -> mailboxes.setStatus(mailbox, status)));
    }

    @Override
    public MailboxView setSenders(String id, SenderRulesView rules) throws AdminException {
        MailboxId mailbox = parse(id);
        return view(change(mailboxes -> mailboxes.setSenders(
                mailbox,
                new SenderRules(rules.networks(), rules.tlsRequired(), rules.certificateNames(), rules.defer()))));
    }

    @Override
    public MailboxView setProxy(String id, ProxyRulesView rules) throws AdminException {
        MailboxId mailbox = parse(id);
        return view(change(mailboxes -> mailboxes.setProxy(
                mailbox,
                new ProxyRules(
                        rules.enabled(),
                        rules.targets(),
                        rules.failOpen(),
                        rules.keepRejected(),
                        rules.passSuspended()))));
    }

    @Override
    public ChangedPassword changePassword(String id, char[] current) throws AdminException {
        MailboxId mailbox = parse(id);
        return new ChangedPassword(change(mailboxes -> mailboxes.changePassword(mailbox, current)));
    }

    @Override
    public ResetPassword resetPassword(String id) throws AdminException {
        MailboxId mailbox = parse(id);
        NewMailbox reset = change(mailboxes -> mailboxes.resetPassword(mailbox));
        return new ResetPassword(reset.password(), reset.mailbox().fingerprint());
    }

    @Override
    public ResetPassword resetPassword(String id, char[] recoveryCode) throws AdminException {
        MailboxId mailbox = parse(id);
        String password = change(mailboxes -> mailboxes.resetPassword(mailbox, recoveryCode));
        return new ResetPassword(password, mailbox(id).fingerprint());
    }

    @Override
    public RecoveryCode setRecoveryCode(String id, char[] current) throws AdminException {
        MailboxId mailbox = parse(id);
        return new RecoveryCode(mailbox.toString(), change(mailboxes -> mailboxes.setRecoveryCode(mailbox, current)));
    }

    @Override
    public RecoveryCode removeRecoveryCode(String id) throws AdminException {
        MailboxId mailbox = parse(id);
        change(mailboxes -> {
            mailboxes.removeRecoveryCode(mailbox);
            return mailbox;
        });
        return new RecoveryCode(mailbox.toString(), null);
    }

    @Override
    public void deleteMailbox(String id, boolean force) throws AdminException {
        MailboxId mailbox = parse(id);
        change(mailboxes -> {
            mailboxes.delete(mailbox, force);
            return mailbox;
        });
    }

    @Override
    public ExportReport exportMailbox(String id, String directory) throws AdminException {
        MailboxId mailbox = parse(id);
        Path folder = folder(directory);
        MailboxExport export = change(mailboxes -> mailboxes.export(mailbox, folder));
        return new ExportReport(
                mailbox.toString(),
                export.directory(),
                export.mails(),
                export.octets(),
                export.keys(),
                export.gone(),
                export.damaged(),
                export.damages().stream()
                        .map(damage -> new ExportReport.Damage(damage.file(), damage.what()))
                        .toList());
    }

    private static Path folder(String directory) throws AdminException {
        try {
            return Path.of(directory);
        } catch (InvalidPathException e) {
            throw new AdminException(Reason.INVALID, String.valueOf(e.getMessage()), e);
        }
    }

    private static MailboxId parse(String id) throws AdminException {
        return MailboxId.parse(id.strip()).orElseThrow(() -> unknown(id));
    }

    private static AdminException unknown(String id) {
        String shown = id.length() > 80 ? id.substring(0, 80) + "..." : id;
        return new AdminException(Reason.NOT_FOUND, "there is no mailbox '" + shown + "'", null);
    }

    private <T> T change(Change<T> change) throws AdminException {
        MailboxService mailboxes = loaded();
        try {
            return change.apply(mailboxes);
        } catch (MailboxException e) {
            Reason reason = switch (e.reason()) {
                case NOT_FOUND -> Reason.NOT_FOUND;
                case INVALID -> Reason.INVALID;
                case WRONG_PASSWORD -> Reason.DENIED;
                case ID_TAKEN,
                        TOO_MANY_KEYS,
                        HAS_RECOVERY_CODE,
                        NO_RECOVERY_CODE,
                        NO_ESCROW_CERTIFICATE,
                        NOT_SUSPENDED,
                        NOT_EMPTY -> Reason.CONFLICT;
                case UNAVAILABLE -> Reason.UNAVAILABLE;
            };
            throw new AdminException(reason, String.valueOf(e.getMessage()), e);
        }
    }

    private static MailboxView view(Mailbox mailbox) {
        return new MailboxView(
                mailbox.id().toString(),
                mailbox.address().toString(),
                mailbox.name(),
                mailbox.description(),
                mailbox.status().name().toLowerCase(Locale.ROOT),
                mailbox.fingerprint(),
                mailbox.messages(),
                mailbox.bytes(),
                mailbox.oldest(),
                mailbox.lastReceived(),
                mailbox.lastPickup(),
                senders(mailbox.senders()),
                proxy(mailbox.proxy()),
                mailbox.olderKeys(),
                mailbox.olderKeysMessages(),
                mailbox.recoveryCode(),
                mailbox.escrow());
    }

    private static SenderRulesView senders(SenderRules rules) {
        return new SenderRulesView(rules.networks(), rules.tlsRequired(), rules.certificateNames(), rules.defer());
    }

    private static ProxyRulesView proxy(ProxyRules rules) {
        return new ProxyRulesView(
                rules.enabled(), rules.targets(), rules.failOpen(), rules.keepRejected(), rules.passSuspended());
    }

    static List<GatewayStatus.Refusal> refusals(MailboxService mailboxes) {
        return mailboxes.refusals().stream()
                .map(refusal -> new GatewayStatus.Refusal(
                        refusal.recipient(),
                        refusal.reason().name().toLowerCase(Locale.ROOT),
                        refusal.count(),
                        refusal.last(),
                        refusal.lastAddress()))
                .toList();
    }
}
