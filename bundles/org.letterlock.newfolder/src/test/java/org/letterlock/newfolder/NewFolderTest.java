package org.letterlock.newfolder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class NewFolderTest {

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private Path data;
    private Path target;

    @Before
    public void choose() throws IOException {
        data = temp.newFolder("data").toPath();
        target = temp.getRoot().toPath().resolve("target");
    }

    @Test
    public void folderShouldBeThereWhenItIsCompleteAndForItsOwnerOnly() throws IOException {
        try (NewFolder folder = NewFolder.create(target, data)) {
            assertThat(folder.write("file", content("octets"))).isEqualTo(6);
            folder.folder("sub");
            folder.folder("sub");
            folder.write("sub/file", content(""));
            assertThat(target).doesNotExist();

            folder.complete();

            assertThat(folder.path()).isEqualTo(target);
        }
        assertThat(target.resolve("file")).hasContent("octets");
        assertThat(partial()).doesNotExist();
        assertThat(permissions(target)).isEqualTo("rwx------");
        assertThat(permissions(target.resolve("sub"))).isEqualTo("rwx------");
        assertThat(permissions(target.resolve("sub/file"))).isEqualTo("rw-------");
    }

    @Test
    public void emptyFolderShouldBecomeIt() throws IOException {
        Files.createDirectory(target);
        try (NewFolder folder = NewFolder.create(target, data)) {
            folder.write("file", content("octets"));
            folder.complete();
        }
        assertThat(target.resolve("file")).exists();
    }

    @Test
    public void nothingShouldBeLeftWhenItIsNotCompleted() throws IOException {
        try (NewFolder folder = NewFolder.create(target, data)) {
            folder.folder("sub");
            folder.write("sub/file", content("octets"));
        }
        assertThat(target).doesNotExist();
        assertThat(partial()).doesNotExist();
    }

    @Test
    public void fileShouldNotBeThereWhenItsContentCannotBeRead() throws IOException {
        IOException failure = new IOException("cannot be read");
        InputStream broken = new FilterInputStream(content("some")) {
            @Override
            public int read(byte[] octets, int offset, int length) throws IOException {
                int count = super.read(octets, offset, length);
                if (count < 0) {
                    throw failure;
                }
                return count;
            }
        };
        try (NewFolder folder = NewFolder.create(target, data)) {
            assertThatThrownBy(() -> folder.write("file", broken)).isSameAs(failure);
            assertThat(folder.resolve("file")).doesNotExist();
        }
    }

    @Test
    public void fileShouldNotBeWrittenOver() throws IOException {
        try (NewFolder folder = NewFolder.create(target, data)) {
            folder.write("file", content("first"));
            assertThatThrownBy(() -> folder.write("file", content("second"))).isInstanceOf(IOException.class);
            assertThat(folder.resolve("file")).hasContent("first");
        }
    }

    @Test
    public void placeThatCannotBeItsOwnShouldBeRefused() throws IOException {
        assertRefused(Path.of("target"), "absolute path");
        assertRefused(target.resolve("sub"), "there is no folder");
        assertRefused(data.resolve("target"), "is in the data folder");
        assertRefused(data.resolve("../data/target"), "is in the data folder");
        Path link = Files.createSymbolicLink(temp.getRoot().toPath().resolve("link"), data);
        assertRefused(link.resolve("target"), "is in the data folder");
        assertRefused(link, "is there already");
        Files.createDirectories(target.resolve("x"));
        assertRefused(target, "is there already");
        Path other = target.resolveSibling("other");
        try (NewFolder first = NewFolder.create(other, data)) {
            assertRefused(other, "is left over");
            assertThat(first.resolve("")).isDirectory();
        }
    }

    @Test
    public void spaceShouldBeKeptWhereItIsShared() throws IOException {
        try (NewFolder folder = NewFolder.create(target, data)) {
            folder.requireSpace(1, data, 0);
            assertThatThrownBy(() -> folder.requireSpace(Long.MAX_VALUE / 2, data, 0))
                    .isInstanceOf(NoSpaceException.class);
            assertThatThrownBy(() -> folder.requireSpace(1, data, Long.MAX_VALUE / 2))
                    .isInstanceOf(NoSpaceException.class);
            folder.requireSpace(1, Path.of("/proc"), Long.MAX_VALUE / 2);
        }
    }

    private void assertRefused(Path wanted, String why) {
        assertThatThrownBy(() -> NewFolder.create(wanted, data))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    private Path partial() {
        return target.resolveSibling("target.partial");
    }

    private static InputStream content(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
