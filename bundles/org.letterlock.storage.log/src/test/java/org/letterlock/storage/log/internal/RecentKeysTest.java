package org.letterlock.storage.log.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.Test;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.storage.api.DeduplicationKey;
import org.letterlock.storage.api.MessageStore;

public class RecentKeysTest {

    private static final MailboxId ONE = new MailboxId(1, 1);
    private static final MailboxId TWO = new MailboxId(2, 2);

    private final RecentKeys keys = new RecentKeys();

    private static RecentKeys.Entry entry(MailboxId mailbox, long number) {
        return new RecentKeys.Entry(mailbox, new DeduplicationKey(0, 0, 0, number));
    }

    private static MessageId mail(long number) {
        return new MessageId(new UUID(7, number));
    }

    @Test
    public void lastKeysShouldBeKnownAndOlderOnesNot() {
        keys.add(entry(ONE, 0), mail(0));
        keys.add(entry(ONE, 1), mail(1));
        keys.add(entry(ONE, 0), mail(2));
        for (int i = 2; i < MessageStore.RECENT_KEYS; i++) {
            keys.add(entry(ONE, i), mail(i + 1));
        }
        assertThat(keys.find(entry(ONE, 1))).isEqualTo(mail(1));

        keys.add(entry(TWO, 0), mail(0));
        assertThat(keys.mails()).hasSize(MessageStore.RECENT_KEYS);
        assertThat(keys.find(entry(ONE, 1))).isNull();
        assertThat(keys.find(entry(ONE, 0)))
                .as("added again, which makes it a late one")
                .isEqualTo(mail(2));
        assertThat(keys.find(entry(TWO, 0))).isEqualTo(mail(0));
    }

    @Test
    public void keysShouldBeForgottenOfOneMailboxOnly() {
        keys.add(entry(ONE, 1), mail(1));
        keys.add(entry(TWO, 1), mail(2));
        keys.forget(ONE);
        assertThat(keys.find(entry(ONE, 1))).isNull();
        assertThat(keys.find(entry(TWO, 1))).isEqualTo(mail(2));
    }
}
