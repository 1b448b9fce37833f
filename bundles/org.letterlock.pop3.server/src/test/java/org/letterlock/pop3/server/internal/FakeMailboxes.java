package org.letterlock.pop3.server.internal;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailAddress;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mailbox.api.KeyFault;
import org.letterlock.mailbox.api.Mailbox;
import org.letterlock.mailbox.api.MailboxExport;
import org.letterlock.mailbox.api.MailboxRequest;
import org.letterlock.mailbox.api.MailboxService;
import org.letterlock.mailbox.api.NewMailbox;
import org.letterlock.mailbox.api.PickupLogin;
import org.letterlock.mailbox.api.PickupSession;
import org.letterlock.mailbox.api.ProxyAccess;
import org.letterlock.mailbox.api.ProxyRules;
import org.letterlock.mailbox.api.Recipient;
import org.letterlock.mailbox.api.Refusal;
import org.letterlock.mailbox.api.Sender;
import org.letterlock.mailbox.api.SenderRules;

/** One maildrop, opened by the password {@code right}. */
final class FakeMailboxes implements MailboxService {

    private final FakeMaildrop maildrop;
    /** If set, logins wait for it. */
    @Nullable CompletableFuture<PickupLogin> pending;

    char @Nullable [] lastPassword;

    /** Who has the maildrop. */
    @Nullable PickupSession lastSession;

    FakeMailboxes(FakeMaildrop maildrop) {
        this.maildrop = maildrop;
    }

    @Override
    public CompletionStage<PickupLogin> login(String userName, char[] password, PickupSession session) {
        lastPassword = password;
        lastSession = session;
        if (pending != null) {
            return pending;
        }
        return CompletableFuture.completedFuture(
                switch (new String(password)) {
                    case "right" -> new PickupLogin.Opened(maildrop);
                    case "busy" -> new PickupLogin.InUse();
                    case "down" -> new PickupLogin.Unavailable("for a test");
                    default -> new PickupLogin.Denied();
                });
    }

    @Override
    public Mailbox setEscrow(MailboxId id, boolean escrow) {
        throw new UnsupportedOperationException();
    }

    @Override
    public NewMailbox create(String name, String description) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Mailbox> list() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Mailbox> find(MailboxId id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mailbox edit(MailboxId id, @Nullable String name, @Nullable String description) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mailbox setStatus(MailboxId id, Mailbox.Status status) {
        throw new UnsupportedOperationException();
    }

    @Override
    public NewMailbox create(String name, String description, MailboxId id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mailbox create(String name, String description, MailboxId id, char[] password) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String changePassword(MailboxId id, char[] current) {
        throw new UnsupportedOperationException();
    }

    @Override
    public NewMailbox resetPassword(MailboxId id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public NewMailbox create(MailboxRequest request, char @Nullable [] password) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String resetPassword(MailboxId id, char[] recoveryCode) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String setRecoveryCode(MailboxId id, char[] current) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void removeRecoveryCode(MailboxId id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void delete(MailboxId id, boolean force) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MailboxExport export(MailboxId id, Path directory) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mailbox setSenders(MailboxId id, SenderRules rules) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mailbox setProxy(MailboxId id, ProxyRules rules) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<ProxyAccess> proxyAccess(MailboxId id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Recipient resolve(MailAddress address, Sender sender) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Refusal> refusals() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Recipient resolve(MailAddress address) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Recipient recipient(MailboxId id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<MailboxId, Integer> damagedMails() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<KeyFault> checkKeys() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String domain() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> warnings() {
        throw new UnsupportedOperationException();
    }
}
