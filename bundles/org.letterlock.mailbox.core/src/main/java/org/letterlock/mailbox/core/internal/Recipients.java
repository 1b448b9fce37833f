package org.letterlock.mailbox.core.internal;

import java.util.List;
import java.util.Optional;
import org.letterlock.mail.api.MailAddress;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mailbox.api.Mailbox;
import org.letterlock.mailbox.api.ProxyAccess;
import org.letterlock.mailbox.api.ProxyRules;
import org.letterlock.mailbox.api.Recipient;
import org.letterlock.mailbox.api.Refusal;
import org.letterlock.mailbox.api.Sender;

/** Who takes mail for an address, and from whom. */
final class Recipients {

    private final Catalogue catalogue;
    private final Settings settings;
    private final Refusals refusals;

    Recipients(Catalogue catalogue, Settings settings, Refusals refusals) {
        this.catalogue = catalogue;
        this.settings = settings;
        this.refusals = refusals;
    }

    /** Who an address is for the server that sends the mail; a refusal is counted. */
    Recipient resolve(MailAddress address, Sender sender) {
        Recipient recipient = resolve(address);
        if (recipient instanceof Recipient.Unknown) {
            refusals.unknown(address.localPart(), sender);
        } else if (recipient instanceof Recipient.Active active) {
            return checked(active, sender);
        }
        return recipient;
    }

    private Recipient checked(Recipient.Active active, Sender sender) {
        Catalogue.Entry entry = catalogue.find(active.id());
        Refusal.Reason broken = entry == null ? null : entry.senders().brokenBy(sender);
        if (entry == null || broken == null) {
            return active;
        }
        refusals.refused(active.id(), broken, sender);
        return new Recipient.Refused(
                active.id(), broken, entry.stored().senderRules().defer());
    }

    /** Who was refused, the last ones first. */
    List<Refusal> refused() {
        return refusals.list();
    }

    /** Who an address is, whoever sends. */
    Recipient resolve(MailAddress address) {
        Optional<MailboxId> id = MailboxId.parse(address.localPart());
        if (id.isPresent() && catalogue.find(id.get()) != null) {
            return recipient(id.get());
        }
        boolean own = address.domain().equals(settings.domain());
        if (address.localPart().equalsIgnoreCase("postmaster")
                && (own || address.domain().isEmpty())) {
            MailboxId postmaster = settings.postmaster();
            return postmaster == null || catalogue.find(postmaster) == null
                    ? new Recipient.NoPostmaster()
                    : recipient(postmaster);
        }
        if (catalogue.all().isEmpty()) {
            return new Recipient.NoMailboxes();
        }
        return own ? new Recipient.Unknown() : new Recipient.ForeignDomain();
    }

    /** A mailbox as recipient. */
    Recipient recipient(MailboxId id) {
        Catalogue.Entry entry = catalogue.find(id);
        if (entry == null) {
            return new Recipient.Unknown();
        }
        return entry.stored().state() == Mailbox.Status.ACTIVE
                ? new Recipient.Active(
                        id, new MailAddress(id.toString(), settings.domain()), entry.key(), entry.escrow())
                : new Recipient.Suspended(id);
    }

    /** What a session may do that passes through the gateway; empty if it must not be. */
    Optional<ProxyAccess> proxyAccess(MailboxId id) {
        Catalogue.Entry entry = catalogue.find(id);
        if (entry == null) {
            return Optional.empty();
        }
        ProxyRules rules = entry.stored().proxyRules();
        boolean active = entry.stored().state() == Mailbox.Status.ACTIVE;
        return rules.enabled() && (active || rules.passSuspended())
                ? Optional.of(new ProxyAccess(active, rules))
                : Optional.empty();
    }
}
