package org.letterlock.mailbox.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Set;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.letterlock.crypto.api.LockedKey;

public class KeyFilesTest {

    private static final LockedKey KEY = new LockedKey(new byte[] {1, 2, 3});

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private KeyFiles files;
    private String name;

    @Before
    public void write() throws IOException {
        files = new KeyFiles(folder.getRoot().toPath());
        name = files.write(KEY);
    }

    @Test
    public void keyShouldStayWhenNoMailboxNamesIt() throws IOException {
        files.settle(Set.of());
        assertThat(files.read(name)).isEqualTo(KEY);
    }

    @Test
    public void condemnedKeyShouldGoWhenItsMailboxIsRemoved() throws IOException {
        files.condemn(name);
        files.settle(Set.of());
        assertThatThrownBy(() -> files.read(name)).isInstanceOf(IOException.class);
        assertThat(folder.getRoot().toPath().resolve("keys")).isEmptyDirectory();
    }

    @Test
    public void condemnedKeyShouldComeBackWhenItsMailboxIsStillThere() throws IOException {
        files.condemn(name);
        files.settle(Set.of(name));
        assertThat(files.read(name)).isEqualTo(KEY);
    }
}
