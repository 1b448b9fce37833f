package org.letterlock.storage.log.internal;

import java.io.IOException;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.rules.TemporaryFolder;
import org.letterlock.storage.api.MessageStore;
import org.letterlock.testkit.storage.MessageStoreContract;

public class SegmentLogStoreContractTest extends MessageStoreContract {

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private SegmentLogStore store;

    @Before
    @Override
    public void knowMailboxes() {
        try {
            store = TestStore.open(temp.getRoot().toPath().resolve("data"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        super.knowMailboxes();
    }

    @After
    public void close() throws IOException {
        store.close();
    }

    @Override
    protected MessageStore store() {
        return store;
    }
}
