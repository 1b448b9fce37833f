package org.letterlock.smtp.server.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.letterlock.intake.api.Capture;
import org.letterlock.intake.api.Intake;
import org.letterlock.intake.api.IntakeException;
import org.letterlock.intake.api.IntakeTransaction;
import org.letterlock.intake.api.ProxiedTransaction;
import org.letterlock.mail.api.Envelope;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.mail.api.Peer;

/** An intake that keeps mails in a list; a test can make it slow or let it fail. */
final class FakeIntake implements Intake {

    static final MessageId ID = new MessageId(new UUID(0x0123456789ab7cdeL, 0x8123456789abcdefL));

    IntakeException.@Nullable Reason admitFailure;
    IntakeException.@Nullable Reason beginFailure;
    CompletableFuture<Void> written = CompletableFuture.completedFuture(null);
    CompletableFuture<Void> committed = CompletableFuture.completedFuture(null);
    final List<Mail> begun = new ArrayList<>();
    final List<Mail> kept = new ArrayList<>();

    @Override
    public void admit(long octets) throws IntakeException {
        fail(admitFailure);
    }

    @Override
    public IntakeTransaction begin(Envelope envelope, Peer peer, Set<MailboxId> mailboxes) throws IntakeException {
        fail(beginFailure);
        Mail mail = new Mail(envelope, peer, Set.copyOf(mailboxes));
        begun.add(mail);
        return mail;
    }

    @Override
    public ProxiedTransaction beginProxied(MailboxId mailbox, Capture capture, @Nullable Envelope envelope, Peer peer) {
        throw new UnsupportedOperationException();
    }

    private static void fail(IntakeException.@Nullable Reason reason) throws IntakeException {
        if (reason != null) {
            throw new IntakeException(reason, "on purpose", null);
        }
    }

    final class Mail implements IntakeTransaction {
        final Envelope envelope;
        final Peer peer;
        final Set<MailboxId> mailboxes;
        final StringBuilder body = new StringBuilder();
        boolean closed;

        Mail(Envelope envelope, Peer peer, Set<MailboxId> mailboxes) {
            this.envelope = envelope;
            this.peer = peer;
            this.mailboxes = mailboxes;
        }

        @Override
        public MessageId id() {
            return ID;
        }

        @Override
        public CompletionStage<Void> write(ByteBuffer octets) {
            body.append(ISO_8859_1.decode(octets));
            return written;
        }

        @Override
        public CompletionStage<Void> commit() {
            kept.add(this);
            return committed;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
