package org.letterlock.admin.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.After;
import org.junit.Test;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.IndexProgress;
import org.letterlock.admin.api.StoreAdmin;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.MessageIndex;
import org.letterlock.storage.api.MessageStore;
import org.letterlock.storage.api.StorageException;
import org.letterlock.testkit.storage.InMemoryMessageStore;

public class IndexRebuildTest {

    private final InMemoryMessageStore store = new InMemoryMessageStore();

    @After
    public void close() {
        store.close();
    }

    private static MessageIndex index(Callable<Object> rebuild) {
        return (MessageIndex) Proxy.newProxyInstance(
                IndexRebuildTest.class.getClassLoader(),
                new Class<?>[] {MessageIndex.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "rebuild" -> rebuild.call();
                    case "position" -> new LogPosition(1, 72);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    @Test
    public void rebuildShouldSayHowFarTheIndexIs() throws Exception {
        assertThat(admin(index(() -> ""), store).rebuildIndex())
                .isEqualTo(new IndexProgress("1:72", store.end().toString()));
    }

    @Test
    public void rebuildShouldSayWhyItHasNotBegun() throws Exception {
        StoreAdmin admin = admin(
                index(() -> {
                    throw new StorageException(StorageException.Reason.CLOSED, "the index is not open", null);
                }),
                store);
        assertThatThrownBy(admin::rebuildIndex)
                .isInstanceOf(AdminException.class)
                .hasMessage("the index could not be made again yet: the index is not open");
        assertThatThrownBy(() -> admin(null, store).rebuildIndex()).hasMessageContaining("the index is not there");
        assertThatThrownBy(() -> admin(index(() -> ""), null).rebuildIndex())
                .hasMessageContaining("the store is not there");
    }

    private static StoreAdmin admin(@Nullable MessageIndex index, @Nullable MessageStore store) {
        return new MaintainedStoreAdmin(() -> null, () -> null, () -> store, () -> index);
    }
}
