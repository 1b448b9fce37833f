package org.letterlock.index.derby.internal;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.Rule;
import org.junit.rules.TemporaryFolder;
import org.letterlock.storage.api.MessageIndex;
import org.letterlock.storage.api.MessageStore;
import org.letterlock.testkit.storage.MessageIndexContract;

public class DerbyMessageIndexContractTest extends MessageIndexContract {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private @Nullable DerbyMessageIndex index;

    @Override
    protected MessageIndex startIndex(MessageStore store) {
        DerbyMessageIndex started = new DerbyMessageIndex(
                new Settings(folder.getRoot().toPath().resolve("messages"), 10, Duration.ofMillis(1), 4));
        started.bindStore(store);
        started.start();
        index = started;
        return started;
    }

    @Override
    protected void stopIndex() {
        if (index != null) {
            index.stop();
            index = null;
        }
    }
}
