package org.letterlock.intake.core.internal;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.letterlock.crypto.api.EscrowCertificate;
import org.letterlock.crypto.api.MailboxPublicKey;
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

/** A catalogue that knows recipients only. */
final class Mailboxes implements MailboxService {

    private final Map<MailboxId, Recipient> recipients = new HashMap<>();

    /** Adds an active mailbox whose key is one octet, without escrow. */
    Recipient.Active add(int key) {
        return add(key, null);
    }

    Recipient.Active add(int key, @Nullable EscrowCertificate escrow) {
        MailboxId id = new MailboxId(0, key);
        Recipient.Active active = new Recipient.Active(
                id,
                new MailAddress(id.toString(), domain()),
                new MailboxPublicKey(new byte[] {(byte) key}, new byte[32]),
                escrow);
        recipients.put(id, active);
        return active;
    }

    void suspend(MailboxId id) {
        recipients.put(id, new Recipient.Suspended(id));
    }

    @Override
    public Recipient recipient(MailboxId id) {
        return recipients.getOrDefault(id, new Recipient.Unknown());
    }

    @Override
    public Mailbox setEscrow(MailboxId id, boolean escrow) {
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
        return "gw.example";
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
        return MailboxId.parse(address.localPart()).map(this::recipient).orElseGet(Recipient.Unknown::new);
    }

    @Override
    public CompletionStage<PickupLogin> login(String userName, char[] password, PickupSession session) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> warnings() {
        return List.of();
    }
}
