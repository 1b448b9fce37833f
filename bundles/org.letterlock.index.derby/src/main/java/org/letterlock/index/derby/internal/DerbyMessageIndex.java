package org.letterlock.index.derby.internal;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.storage.api.DeduplicationKey;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.MessageIndex;
import org.letterlock.storage.api.MessageStore;
import org.letterlock.storage.api.StorageException;
import org.letterlock.storage.api.StorageException.Reason;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** The message index as a service. Who asks before it is open waits for it. */
@Component(
        name = DerbyMessageIndex.PID,
        immediate = true,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        service = MessageIndex.class)
@Designate(ocd = Config.class)
public final class DerbyMessageIndex implements MessageIndex {

    static final String PID = "org.letterlock.index.derby";

    private static final Duration MAX_WAIT = Duration.ofSeconds(10);

    private final IndexSlot slot = new IndexSlot(MAX_WAIT);
    private final IndexKeeper keeper;
    private final LogFollower follower;

    /** Reads the settings. */
    @Activate
    public DerbyMessageIndex(Config config, Map<String, Object> properties) {
        this(Settings.of(properties));
    }

    DerbyMessageIndex(Settings settings) {
        keeper = new IndexKeeper(settings, slot);
        follower = new LogFollower(settings, keeper);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindStore(MessageStore store) {
        follower.attach(store);
    }

    void unbindStore(MessageStore store) {
        follower.detach(store);
    }

    @Activate
    void start() {
        follower.start();
    }

    @Deactivate
    void stop() {
        slot.close();
        follower.stop();
        keeper.close();
        DerbyDatabase.shutdownEngine();
    }

    @Override
    public Listing list(MailboxId mailbox) throws StorageException {
        return read(index -> index.list(mailbox));
    }

    @Override
    public Finding findKey(MailboxId mailbox, DeduplicationKey key) throws StorageException {
        return readNow(index -> index.findKey(mailbox, key));
    }

    @Override
    public Figures figures(MailboxId mailbox) throws StorageException {
        // Figures are for people, who would rather see none than wait; a pick-up waits.
        return readNow(index -> index.figures(mailbox));
    }

    @Override
    public Set<MailboxId> mailboxes() throws StorageException {
        return read(OpenIndex::mailboxesWithMessages);
    }

    @Override
    public LogPosition position() {
        OpenIndex index = slot.peek();
        return index == null ? LogPosition.START : index.position();
    }

    @Override
    public void rebuild() throws StorageException {
        OpenIndex old = slot.peek();
        keeper.distrust("an administrator wants it so");
        follower.wake();
        slot.awaitOtherThan(old);
    }

    private interface Query<T> {
        T ask(OpenIndex index) throws SQLException;
    }

    private <T> T read(Query<T> query) throws StorageException {
        return read(slot.await(), query);
    }

    private <T> T readNow(Query<T> query) throws StorageException {
        OpenIndex open = slot.peek();
        if (open == null) {
            throw new StorageException(Reason.CLOSED, "the index is not open", null);
        }
        return read(open, query);
    }

    private <T> T read(OpenIndex index, Query<T> query) throws StorageException {
        try {
            return query.ask(index);
        } catch (SQLException e) {
            String reason = DerbyDatabase.reason(e);
            if (DerbyDatabase.isDamage(e)) {
                keeper.distrust("it could not be read: " + reason);
                follower.wake();
            }
            throw new StorageException(Reason.IO, "the index cannot be read: " + reason, e);
        }
    }
}
