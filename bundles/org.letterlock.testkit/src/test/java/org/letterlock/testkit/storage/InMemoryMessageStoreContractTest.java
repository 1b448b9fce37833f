package org.letterlock.testkit.storage;

import org.junit.After;
import org.letterlock.storage.api.MessageStore;

public class InMemoryMessageStoreContractTest extends MessageStoreContract {

    private final InMemoryMessageStore store = new InMemoryMessageStore();

    @After
    public void close() {
        store.close();
    }

    @Override
    protected MessageStore store() {
        return store;
    }
}
