package org.letterlock.pop3.server.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.mailbox.api.Maildrop;

/** Mails in memory, with a place to look in on each read. */
final class FakeMaildrop implements Maildrop {

    /** Called before each read of a mail. */
    interface ReadHook {
        void beforeRead(int index, int offset) throws IOException;
    }

    final AtomicInteger openStreams = new AtomicInteger();
    CompletableFuture<Void> deletion = CompletableFuture.completedFuture(null);
    volatile ReadHook hook = (index, offset) -> {};
    volatile boolean closed;
    volatile List<Integer> deleted = List.of();

    private final List<byte[]> mails = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();

    FakeMaildrop(String... texts) {
        for (String text : texts) {
            mails.add(text.getBytes(ISO_8859_1));
            entries.add(new Entry(
                    new MessageId(new UUID(7, mails.size())), text.length() + (text.endsWith("\r\n") ? 0L : 2L)));
        }
    }

    @Override
    public MailboxId mailbox() {
        return new MailboxId(1, 2);
    }

    @Override
    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    @Override
    public InputStream open(int index) throws IOException {
        if (closed) {
            throw new IOException("closed");
        }
        hook.beforeRead(index, -1);
        openStreams.incrementAndGet();
        return new MailStream(index);
    }

    @Override
    public CompletionStage<Void> delete(Collection<Integer> indexes) {
        deleted = List.copyOf(indexes);
        return deletion;
    }

    @Override
    public void close() {
        closed = true;
    }

    private final class MailStream extends InputStream {
        private final int index;
        private int offset;
        private boolean open = true;

        private MailStream(int index) {
            this.index = index;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        /** At most 10,000 octets, as streams may give less than was asked for. */
        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            hook.beforeRead(index, offset);
            byte[] mail = mails.get(index);
            int read = Math.min(Math.min(length, 10_000), mail.length - offset);
            if (read == 0) {
                return length == 0 ? 0 : -1;
            }
            System.arraycopy(mail, offset, target, from, read);
            offset += read;
            return read;
        }

        @Override
        public void close() {
            if (open) {
                open = false;
                openStreams.decrementAndGet();
            }
        }
    }
}
