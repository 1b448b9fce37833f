package org.letterlock.admin.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.concurrent.Callable;
import org.junit.After;
import org.junit.Test;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.IndexProgress;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.MessageIndex;
import org.letterlock.storage.api.StorageException;
import org.letterlock.testkit.storage.InMemoryMessageStore;

public class IndexAdminTest {

    private final InMemoryMessageStore store = new InMemoryMessageStore();

    @After
    public void close() {
        store.close();
    }

    private static MessageIndex index(Callable<Object> rebuild) {
        return (MessageIndex) Proxy.newProxyInstance(
                IndexAdminTest.class.getClassLoader(),
                new Class<?>[] {MessageIndex.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "rebuild" -> rebuild.call();
                    case "position" -> new LogPosition(1, 72);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    @Test
    public void rebuildShouldSayHowFarTheIndexIs() throws Exception {
        assertThat(new IndexAdmin(index(() -> ""), store).rebuild())
                .isEqualTo(new IndexProgress("1:72", store.end().toString()));
    }

    @Test
    public void rebuildShouldSayWhyItHasNotBegun() throws Exception {
        IndexAdmin admin = new IndexAdmin(
                index(() -> {
                    throw new StorageException(StorageException.Reason.CLOSED, "the index is not open", null);
                }),
                store);
        assertThatThrownBy(admin::rebuild)
                .isInstanceOf(AdminException.class)
                .hasMessage("the index could not be made again yet: the index is not open");
        assertThatThrownBy(() -> new IndexAdmin(null, store)).hasMessageContaining("the index is not there");
        assertThatThrownBy(() -> new IndexAdmin(index(() -> ""), null)).hasMessageContaining("the store is not there");
    }
}
