package org.letterlock.smtp.server.internal;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.letterlock.intake.api.Intake;
import org.letterlock.intake.api.IntakeException;
import org.letterlock.intake.api.IntakeTransaction;
import org.letterlock.mail.api.DsnRequest;
import org.letterlock.mail.api.Envelope;
import org.letterlock.mail.api.MailAddress;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.mail.api.Peer;
import org.letterlock.mailbox.api.Recipient;
import org.letterlock.mailbox.api.Sender;
import org.letterlock.protocol.smtp.SmtpAction;
import org.letterlock.protocol.smtp.SmtpReplies;
import org.letterlock.protocol.smtp.SmtpReply;

/** A mail for gateway mailboxes, from MAIL to its end, with the same services all along. */
final class JournalTransaction {

    private final Services services;
    private final SessionEvents events;
    private final Sender sender;
    private final @Nullable MailAddress reversePath;
    private final List<MailAddress> recipients = new ArrayList<>(1);
    private final boolean utf8;
    private final DsnRequest.Mail mailDsn;
    private final Map<MailAddress, DsnRequest.Recipient> recipientDsn = new HashMap<>(2);
    private final Set<MailboxId> mailboxes = new LinkedHashSet<>(2);
    private final long startNanos = System.nanoTime();

    private @Nullable IntakeTransaction intake;
    private long octets;
    private long commitNanos;

    private JournalTransaction(Services services, SessionEvents events, Sender sender, SmtpAction.Sender mail) {
        this.services = services;
        this.events = events;
        this.sender = sender;
        this.reversePath = mail.reversePath();
        this.utf8 = mail.utf8();
        this.mailDsn = mail.dsn();
    }

    /** Begins it. */
    static JournalTransaction begin(Services services, SessionEvents events, Sender sender, SmtpAction.Sender mail)
            throws IntakeException {
        services.intake().admit(mail.declaredOctets());
        return new JournalTransaction(services, events, sender, mail);
    }

    /** Adds a recipient, if it is one. A mailbox that is named twice gets one copy, by the first name. */
    SmtpReply add(MailAddress address, DsnRequest.Recipient dsn) {
        Recipient recipient = services.mailboxes().resolve(address, sender);
        if (recipient instanceof Recipient.Active active && !mailboxes.contains(active.id())) {
            if (mailboxes.size() == Intake.MAX_MAILBOXES) {
                return SmtpReplies.TOO_MANY_RECIPIENTS;
            }
            mailboxes.add(active.id());
            recipients.add(address);
            if (!dsn.equals(DsnRequest.Recipient.NONE)) {
                recipientDsn.put(address, dsn);
            }
        }
        events.refused(address, recipient);
        return JournalReplies.to(recipient);
    }

    /** The mail comes now. */
    void beginData(Peer peer) throws IntakeException {
        octets = 0;
        Envelope envelope = new Envelope(reversePath, recipients, new DsnRequest(mailDsn, recipientDsn));
        intake = services.intake().begin(envelope, peer, mailboxes);
    }

    /** Octets of the mail. What has failed is told by the commit, so a failure counts as done here. */
    CompletableFuture<Void> write(ByteBuffer chunk) {
        octets += chunk.remaining();
        return begun().write(chunk).toCompletableFuture();
    }

    /** The mail is complete. */
    CompletableFuture<Void> commit() {
        commitNanos = System.nanoTime();
        return begun().commit().toCompletableFuture();
    }

    /** It is durable. */
    void accepted() {
        events.accepted(id(), mailboxes, octets, Duration.ofNanos(System.nanoTime() - commitNanos));
    }

    /** It cannot be kept. */
    void failed(IntakeException trouble) {
        events.failed(mailboxes, trouble);
    }

    /** Drops the mail, unless it was committed. */
    void close() {
        IntakeTransaction begun = intake;
        if (begun != null) {
            begun.close();
        }
    }

    /** Whether its sender asked for SMTPUTF8. */
    boolean isUtf8() {
        return utf8;
    }

    MessageId id() {
        return begun().id();
    }

    long octets() {
        return octets;
    }

    long elapsedMillis() {
        return (System.nanoTime() - startNanos) / 1_000_000;
    }

    String mailboxes() {
        return mailboxes.stream().map(MailboxId::toString).collect(Collectors.joining(","));
    }

    private IntakeTransaction begun() {
        IntakeTransaction begun = intake;
        if (begun == null) {
            throw new IllegalStateException("no mail was begun");
        }
        return begun;
    }
}
