package org.letterlock.pop3.proxy.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

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

/** Keeps mails in a list. */
final class FakeIntake implements Intake {

    final List<String> kept = new ArrayList<>();
    final List<Capture> captures = new ArrayList<>();
    final List<String> accounts = new ArrayList<>();

    @Nullable MessageId earlier;

    boolean away;
    CompletableFuture<Void> written = CompletableFuture.completedFuture(null);
    CompletableFuture<Void> committed = CompletableFuture.completedFuture(null);
    int closed;

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
        if (away) {
            throw new IntakeException(IntakeException.Reason.AWAY, "on purpose", null);
        }
        captures.add(capture);
        return new Mail();
    }

    private final class Mail implements ProxiedTransaction {

        private final StringBuilder body = new StringBuilder();

        @Override
        public MessageId id() {
            return new MessageId(new UUID(0x0123456789ab7cdeL, 0x8123456789abcdefL));
        }

        @Override
        public CompletionStage<Void> write(ByteBuffer octets) {
            body.append(UTF_8.decode(octets));
            return written;
        }

        @Override
        public CompletionStage<Void> commit() {
            return committed.thenRun(() -> kept.add(body.toString()));
        }

        @Override
        public CompletionStage<MessageId> commitIfAbsent(String account) {
            accounts.add(account);
            MessageId there = earlier;
            return commit().thenApply(nothing -> there == null ? id() : there);
        }

        @Override
        public CompletionStage<PendingCopy> pending() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            closed++;
        }
    }
}
