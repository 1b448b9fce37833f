package org.letterlock.admin.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.Test;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.BackupReport;
import org.letterlock.admin.api.LedgerHead;
import org.letterlock.admin.api.Progress;
import org.letterlock.admin.api.StoreAdmin;
import org.letterlock.admin.api.VerifyReport;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.mailbox.api.KeyFault;
import org.letterlock.mailbox.api.MailboxService;
import org.letterlock.storage.api.StorageException;
import org.letterlock.storage.api.StoreMaintenance;

public class MaintainedStoreAdminTest {

    private static final MailboxId ID = new MailboxId(1, 2);
    private static final MessageId MESSAGE = new MessageId(new UUID(3, 4));

    private final FakeMaintenance store = new FakeMaintenance();
    private final Catalogue mailboxes = new Catalogue();

    @Test
    public void verifyShouldTellOfStoreAndKeys() throws Exception {
        store.damages.add(new StoreMaintenance.Damage("a.log", 72, ID, MESSAGE, "body"));
        store.damages.add(new StoreMaintenance.Damage("b.log", 0, null, null, "missing"));
        mailboxes.keyFaults.add(new KeyFault(ID, "c.key", "missing"));

        VerifyReport report = admin(store, mailboxes).verify(List.of(), Progress.NONE);

        assertThat(report.end()).isEqualTo("1:72");
        assertThat(report.damaged()).isEqualTo(3);
        assertThat(report.damages())
                .containsExactly(
                        new VerifyReport.Damage("c.key", 0, ID.toString(), null, "missing"),
                        new VerifyReport.Damage("a.log", 72, ID.toString(), MESSAGE.toString(), "body"),
                        new VerifyReport.Damage("b.log", 0, null, null, "missing"));
    }

    @Test
    public void headsShouldComeBackAsTheyWereExported() throws Exception {
        StoreAdmin admin = admin(store, mailboxes);
        List<LedgerHead> exported = admin.ledgerHeads();

        VerifyReport report = admin.verify(exported, Progress.NONE);

        assertThat(store.earlier).containsExactly(FakeMaintenance.HEAD);
        assertThat(report.heads()).isEqualTo(1);
        assertThatThrownBy(() -> admin.verify(List.of(new LedgerHead("x", 1, "ab".repeat(32))), Progress.NONE))
                .isInstanceOf(AdminException.class);
        assertThatThrownBy(() -> admin.verify(List.of(new LedgerHead(ID.toString(), 1, "ab")), Progress.NONE))
                .isInstanceOf(AdminException.class);
    }

    @Test
    public void backupShouldSayWhyItCannotBeMade() throws Exception {
        StoreAdmin admin = admin(store, mailboxes);
        assertThat(admin.backup("/b", Progress.NONE)).isEqualTo(new BackupReport("/b", 3, 100, 0, "1:72"));
        AdminException invalid = catchThrowableOfType(AdminException.class, () -> admin.backup("b", Progress.NONE));
        assertThat(invalid.reason()).isEqualTo(AdminException.Reason.INVALID);
        assertThat(catchThrowableOfType(AdminException.class, () -> admin.backup("/\0", Progress.NONE))
                        .reason())
                .isEqualTo(AdminException.Reason.INVALID);
        store.failure = new StorageException(StorageException.Reason.DISK_LOW, "no space", null);
        assertThatThrownBy(() -> admin.backup("/b", Progress.NONE))
                .isInstanceOf(AdminException.class)
                .hasMessage("no space");
    }

    @Test
    public void nothingShouldBeVerifiedWhenAPartIsAway() throws Exception {
        assertThatThrownBy(() -> admin(null, mailboxes).ledgerHeads()).hasMessageContaining("the store is not there");
        StoreAdmin admin = admin(store, mailboxes);
        assertThatThrownBy(() -> admin(store, null).verify(List.of(), Progress.NONE))
                .hasMessageContaining("keys cannot be checked");
        store.failure = new StorageException(StorageException.Reason.IO, "being verified", null);
        assertThatThrownBy(() -> admin.verify(List.of(), Progress.NONE))
                .isInstanceOf(AdminException.class)
                .hasMessage("being verified");
    }

    private static StoreAdmin admin(@Nullable StoreMaintenance store, @Nullable MailboxService mailboxes) {
        return new MaintainedStoreAdmin(() -> store, () -> mailboxes, () -> null, () -> null);
    }
}
