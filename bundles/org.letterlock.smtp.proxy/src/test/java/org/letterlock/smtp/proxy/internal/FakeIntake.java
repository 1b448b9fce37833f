package org.letterlock.smtp.proxy.internal;

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
import org.letterlock.intake.api.PendingCopy;
import org.letterlock.intake.api.ProxiedTransaction;
import org.letterlock.mail.api.Envelope;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.mail.api.Peer;
import org.letterlock.storage.api.Outcome;

/** An intake that keeps copies in a list; a test can make it slow or let it fail. */
final class FakeIntake implements Intake {

    /** What has happened, in order, here and elsewhere. */
    private final List<String> events;

    boolean beginFails;
    boolean bug;
    CompletableFuture<Void> written = CompletableFuture.completedFuture(null);
    CompletableFuture<Void> durable = CompletableFuture.completedFuture(null);
    final List<Mail> begun = new ArrayList<>();

    FakeIntake(List<String> events) {
        this.events = events;
    }

    static IntakeException trouble() {
        return new IntakeException(IntakeException.Reason.STORE, "on purpose", null);
    }

    @Override
    public void admit(long octets) {
        throw new UnsupportedOperationException();
    }

    @Override
    public IntakeTransaction begin(Envelope envelope, Peer peer, Set<MailboxId> mailboxes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ProxiedTransaction beginProxied(MailboxId mailbox, Capture capture, @Nullable Envelope envelope, Peer peer)
            throws IntakeException {
        if (beginFails || envelope == null) {
            throw trouble();
        }
        Mail mail = new Mail(mailbox, capture, envelope, peer);
        begun.add(mail);
        events.add("begin");
        return mail;
    }

    /** The copy and what became of it. */
    final class Mail implements ProxiedTransaction, PendingCopy {
        final MailboxId mailbox;
        final Capture capture;
        final Envelope envelope;
        final Peer peer;
        final StringBuilder body = new StringBuilder();
        boolean closed;

        Mail(MailboxId mailbox, Capture capture, Envelope envelope, Peer peer) {
            this.mailbox = mailbox;
            this.capture = capture;
            this.envelope = envelope;
            this.peer = peer;
        }

        @Override
        public MessageId id() {
            return new MessageId(new UUID(0x0123456789ab7cdeL, 0x8123456789abcdefL));
        }

        @Override
        public CompletionStage<Void> write(ByteBuffer octets) {
            if (bug) {
                throw new IllegalStateException("a bug, on purpose");
            }
            body.append(ISO_8859_1.decode(octets));
            return written;
        }

        @Override
        public CompletionStage<Void> commit() {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<MessageId> commitIfAbsent(String account) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<PendingCopy> pending() {
            return durable.thenApply(nothing -> {
                events.add("pending");
                return this;
            });
        }

        @Override
        public CompletionStage<Void> outcome(Outcome outcome, String reply) {
            events.add(outcome + " " + reply);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
