package org.letterlock.admin.core.internal;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailAddress;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mailbox.api.KeyFault;
import org.letterlock.mailbox.api.Mailbox;
import org.letterlock.mailbox.api.MailboxException;
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

/** A catalogue in memory, whose mailboxes hold one mail each. */
final class Catalogue implements MailboxService {

    final List<Refusal> refusals = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();
    final List<KeyFault> keyFaults = new ArrayList<>();
    final Map<MailboxId, Integer> damaged = new LinkedHashMap<>();
    private final Map<MailboxId, Mailbox> mailboxes = new LinkedHashMap<>();
    private final Set<MailboxId> recoverable = new HashSet<>();
    private final Set<MailboxId> escrowed = new HashSet<>();

    @Override
    public NewMailbox create(String name, String description) throws MailboxException {
        if (name.isEmpty()) {
            throw new MailboxException(MailboxException.Reason.INVALID, "a name has 1 to 200 characters", null);
        }
        MailboxId id = new MailboxId(7, mailboxes.size() + 1L);
        return new NewMailbox(put(id, name, description, Mailbox.Status.ACTIVE), "secret-" + name);
    }

    @Override
    public List<Mailbox> list() {
        return List.copyOf(mailboxes.values());
    }

    @Override
    public Optional<Mailbox> find(MailboxId id) {
        return Optional.ofNullable(mailboxes.get(id));
    }

    @Override
    public Mailbox edit(MailboxId id, @Nullable String name, @Nullable String description) throws MailboxException {
        Mailbox mailbox = require(id);
        return put(
                id,
                name == null ? mailbox.name() : name,
                description == null ? mailbox.description() : description,
                mailbox.status());
    }

    @Override
    public Mailbox setStatus(MailboxId id, Mailbox.Status status) throws MailboxException {
        Mailbox mailbox = require(id);
        return put(id, mailbox.name(), mailbox.description(), status);
    }

    @Override
    public Mailbox setEscrow(MailboxId id, boolean escrow) throws MailboxException {
        if (require(id).status() == Mailbox.Status.SUSPENDED) {
            throw new MailboxException(MailboxException.Reason.NO_ESCROW_CERTIFICATE, "there is none", null);
        }
        if (escrow) {
            escrowed.add(id);
        } else {
            escrowed.remove(id);
        }
        return edit(id, null, null);
    }

    @Override
    public NewMailbox create(String name, String description, MailboxId id) throws MailboxException {
        return new NewMailbox(create(name, description, id, new char[0]), "secret-" + name);
    }

    @Override
    public Mailbox create(String name, String description, MailboxId id, char[] password) throws MailboxException {
        if (mailboxes.containsKey(id)) {
            throw new MailboxException(MailboxException.Reason.ID_TAKEN, "there is one", null);
        }
        return put(id, name, description, Mailbox.Status.ACTIVE);
    }

    @Override
    public String changePassword(MailboxId id, char[] current) throws MailboxException {
        if (!("secret-" + require(id).name()).equals(new String(current))) {
            throw new MailboxException(MailboxException.Reason.WRONG_PASSWORD, "that is not it", null);
        }
        return "changed";
    }

    @Override
    public NewMailbox resetPassword(MailboxId id) throws MailboxException {
        if (require(id).status() == Mailbox.Status.SUSPENDED) {
            throw new MailboxException(MailboxException.Reason.TOO_MANY_KEYS, "it has 4 older keys", null);
        }
        return new NewMailbox(require(id), "reset");
    }

    @Override
    public NewMailbox create(MailboxRequest request, char @Nullable [] password) throws MailboxException {
        MailboxId id = Objects.requireNonNullElse(request.id(), new MailboxId(7, mailboxes.size() + 1L));
        if (request.recoveryCode()) {
            recoverable.add(id);
        }
        if (request.escrow()) {
            escrowed.add(id);
        }
        return new NewMailbox(
                create(request.name(), request.description(), id, new char[0]),
                password == null ? "secret-" + request.name() : "",
                request.recoveryCode() ? "code" : null);
    }

    @Override
    public String resetPassword(MailboxId id, char[] recoveryCode) throws MailboxException {
        require(id);
        if (!recoverable.contains(id)) {
            throw new MailboxException(MailboxException.Reason.NO_RECOVERY_CODE, "it has none", null);
        }
        if (!"code".equals(new String(recoveryCode))) {
            throw new MailboxException(MailboxException.Reason.WRONG_PASSWORD, "that is not its code", null);
        }
        return "recovered";
    }

    @Override
    public String setRecoveryCode(MailboxId id, char[] current) throws MailboxException {
        changePassword(id, current);
        recoverable.add(id);
        edit(id, null, null);
        return "code";
    }

    @Override
    public void removeRecoveryCode(MailboxId id) throws MailboxException {
        recoverable.remove(id);
        edit(id, null, null);
    }

    @Override
    public void delete(MailboxId id, boolean force) throws MailboxException {
        if (require(id).status() != Mailbox.Status.SUSPENDED) {
            throw new MailboxException(MailboxException.Reason.NOT_SUSPENDED, "suspend it first", null);
        }
        if (!force) {
            throw new MailboxException(MailboxException.Reason.NOT_EMPTY, "it holds 1 mail", null);
        }
        mailboxes.remove(id);
    }

    @Override
    public MailboxExport export(MailboxId id, Path directory) throws MailboxException {
        require(id);
        if (!directory.isAbsolute()) {
            throw new MailboxException(MailboxException.Reason.INVALID, "give the absolute path", null);
        }
        return new MailboxExport(
                directory.toString(),
                1,
                100,
                List.of("key-1.pgp"),
                2,
                3,
                List.of(new MailboxExport.Damage("m.pgp", "its body ends early")));
    }

    @Override
    public Map<MailboxId, Integer> damagedMails() {
        return damaged;
    }

    @Override
    public List<KeyFault> checkKeys() {
        return keyFaults;
    }

    @Override
    public String domain() {
        return "gw.example";
    }

    @Override
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public Mailbox setSenders(MailboxId id, SenderRules rules) throws MailboxException {
        return change(id, rules, require(id).proxy());
    }

    @Override
    public Mailbox setProxy(MailboxId id, ProxyRules rules) throws MailboxException {
        return change(id, require(id).senders(), rules);
    }

    private Mailbox change(MailboxId id, SenderRules senders, ProxyRules proxy) throws MailboxException {
        Mailbox mailbox = require(id);
        Mailbox changed = new Mailbox(
                id,
                mailbox.address(),
                mailbox.name(),
                mailbox.description(),
                mailbox.status(),
                mailbox.fingerprint(),
                mailbox.created(),
                1,
                100,
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                senders,
                proxy,
                mailbox.olderKeys(),
                mailbox.olderKeysMessages(),
                mailbox.recoveryCode(),
                mailbox.escrow());
        mailboxes.put(id, changed);
        return changed;
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
        return refusals;
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
    public CompletionStage<PickupLogin> login(String userName, char[] password, PickupSession session) {
        throw new UnsupportedOperationException();
    }

    private Mailbox require(MailboxId id) throws MailboxException {
        Mailbox mailbox = mailboxes.get(id);
        if (mailbox == null) {
            throw new MailboxException(MailboxException.Reason.NOT_FOUND, "there is no mailbox " + id, null);
        }
        return mailbox;
    }

    private Mailbox put(MailboxId id, String name, String description, Mailbox.Status status) {
        Mailbox mailbox = new Mailbox(
                id,
                new MailAddress(id.toString(), domain()),
                name,
                description,
                status,
                "ab".repeat(32),
                Instant.EPOCH,
                1,
                100,
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                SenderRules.ANYBODY,
                ProxyRules.DEFAULT,
                0,
                0,
                recoverable.contains(id),
                escrowed.contains(id) ? "ef".repeat(32) : null);
        mailboxes.put(id, mailbox);
        return mailbox;
    }
}
