package org.letterlock.storage.log.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.storage.api.LogPosition;

/** What a moved message does to the record it was read from, and to deletions that name that one. */
public class MovedMailTest {

    private static final MailboxId ONE = new MailboxId(1, 1);

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private final Disk disk = new NativeDisk();

    @Test
    public void mailShouldBeFoundByItsFirstPlaceWhenItWasMovedTwiceAndTheSecondIsGone() {
        LogState state = new LogState();
        LogPosition first = new LogPosition(1, 72);
        LogPosition second = new LogPosition(2, 72);
        LogPosition third = new LogPosition(3, 72);
        MailReader.Mail mail = mail(first);
        state.apply(mail.header(), new byte[32], null);
        state.apply(moved(mail.header(), second), new byte[32], null);
        state.apply(moved(moved(mail.header(), second), third), new byte[32], null);
        assertThat(state.current(first)).isEqualTo(third);
        state.forget(2);
        assertThat(state.current(first)).isEqualTo(third);
        assertThat(state.isLive(third)).isTrue();
        assertThat(state.isLive(first)).isFalse();
    }

    @Test
    public void mailShouldBeDeletedWhenItIsMovedAndDeletedInOneBatch() throws Exception {
        LogPosition place = new LogPosition(1, 72);
        for (boolean moveFirst : new boolean[] {true, false}) {
            MailReader.Mail mail = mail(place);
            LogState state = new LogState();
            state.apply(mail.header(), new byte[32], null);
            LogState replayed = new LogState();
            replayed.apply(mail.header(), new byte[32], null);
            Path file = temp.getRoot().toPath().resolve("batch-" + moveFirst);
            try (Disk.File target = disk.create(file)) {
                SegmentAppender segment = new SegmentAppender(2, target, ByteBuffer.allocateDirect(4096));
                segment.append(new byte[SegmentHeader.LENGTH]);
                Batch batch = new Batch(state, segment, 1);
                Request<?> move = new MoveRequest(List.of(mail));
                Request<?> delete = new DeleteRequest(List.of(Records.message(mail.header())));
                (moveFirst ? move : delete).write(batch);
                (moveFirst ? delete : move).write(batch);
                segment.force();
                batch.apply();
                assertThat(state.isLive(state.current(place))).isFalse();
                try (SegmentReader reader = new SegmentReader(file, 2, segment.position())) {
                    for (long at = SegmentHeader.LENGTH; at < segment.position(); ) {
                        RecordHeader header = reader.headerAt(at);
                        assertThat(header).isNotNull();
                        byte[] body = header.type() == RecordType.DELETION ? reader.body(header) : null;
                        replayed.apply(header, new byte[32], body);
                        at = header.end();
                    }
                }
            }
            assertThat(replayed.isLive(replayed.current(place))).isFalse();
        }
    }

    private static MailReader.Mail mail(LogPosition position) {
        byte[] body = {1, 2, 3};
        return new MailReader.Mail(
                new RecordHeader(
                        RecordType.MESSAGE,
                        position,
                        0,
                        RecordHeader.Group.SINGLE,
                        ONE,
                        RecordHeader.NO_MESSAGE,
                        1,
                        0,
                        3,
                        0,
                        BodyDigest.of(body),
                        new byte[32],
                        null,
                        null),
                body);
    }

    private static RecordHeader moved(RecordHeader from, LogPosition to) {
        return new RecordHeader(
                RecordType.MOVED,
                to,
                0,
                RecordHeader.Group.SINGLE,
                from.mailbox(),
                from.message(),
                from.sequence(),
                from.millis(),
                from.octets(),
                from.file(),
                from.body(),
                from.previous(),
                null,
                new RecordLink(from.position(), 1, 0, null));
    }
}
