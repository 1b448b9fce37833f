package org.letterlock.mailbox.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.letterlock.crypto.api.LockedKey;
import org.letterlock.crypto.api.MailboxPublicKey;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mailbox.api.KeyFault;

public class KeyFilesTest {

    private static final LockedKey KEY = new LockedKey(new byte[] {1, 2, 3});
    private static final LockedKey RELOCKED = new LockedKey(new byte[] {4, 5, 6});

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
    public void checkShouldNameKeysThatAreDamagedOrMissing() throws IOException {
        MailboxId id = new MailboxId(1, 2);
        Catalogue catalogue = Catalogue.load(Map.of(
                id,
                StoredMailbox.create(
                                "n",
                                "",
                                "gw.example",
                                Instant.EPOCH,
                                new MailboxPublicKey(new byte[] {1}, new byte[32]),
                                name)
                        .encode()));
        KeyCheck check = new KeyCheck(catalogue, files, this);
        Path file = folder.getRoot().toPath().resolve("keys/" + name + ".key");

        assertThat(check.run()).isEmpty();
        Files.write(file, new byte[] {1, 2});
        assertThat(check.run())
                .containsExactly(new KeyFault(id, file.toString(), "the locked key " + name + " is damaged"));
        Files.delete(file);
        assertThat(check.run()).containsExactly(new KeyFault(id, file.toString(), "missing"));
        catalogue.remove(id);
        assertThat(check.run()).isEmpty();
    }

    @Test
    public void condemnedKeyShouldGoWhenItsMailboxIsRemoved() throws IOException {
        files.condemn(name);
        files.settle(Set.of());
        assertThatThrownBy(() -> files.read(name)).isInstanceOf(IOException.class);
        assertThat(folder.getRoot().toPath().resolve("keys")).isEmptyDirectory();
    }

    @Test
    public void supersededKeyShouldGoAtOnce() throws IOException {
        String replacement = replace(RELOCKED, name);
        assertThat(files.read(name)).isEqualTo(KEY);

        files.supersede(name, replacement);

        assertThat(names()).containsExactly(replacement + ".key");
        assertThat(files.read(replacement)).isEqualTo(RELOCKED);
    }

    @Test
    public void crashShouldLeaveTheKeyThatTheCatalogueNames() throws IOException {
        String replacement = replace(RELOCKED, name);

        assertThat(files.settle(Set.of(replacement))).isEmpty();

        assertThat(names()).containsExactly(replacement + ".key");
    }

    @Test
    public void oldKeyShouldStandInWhenTheNamedOneWasNotPublished() throws IOException {
        String replacement = files.writeReplacement(RELOCKED, name);

        assertThat(files.settle(Set.of(replacement))).containsExactly(Map.entry(replacement, name));
        assertThat(files.read(name)).isEqualTo(KEY);
        assertThat(names()).doesNotContain(replacement + ".key", replacement + ".tmp");
    }

    @Test
    public void crashBeforeTheCatalogueWasChangedShouldLeaveTheOldKey() throws IOException {
        files.writeReplacement(RELOCKED, name);

        assertThat(files.settle(Set.of(name))).isEmpty();

        assertThat(names()).containsExactly(name + ".key");
    }

    @Test
    public void crashBeforeTheReplacementWasWrittenShouldLeaveTheOldKey() throws IOException {
        Files.delete(keys().resolve(files.writeReplacement(RELOCKED, name) + ".tmp"));

        assertThat(files.settle(Set.of(name))).isEmpty();

        assertThat(names()).containsExactly(name + ".key");
    }

    @Test
    public void crashAfterTheOldKeyWasErasedShouldLeaveNoMark() throws IOException {
        String replacement = replace(RELOCKED, name);
        Files.delete(keys().resolve(name + ".key"));

        assertThat(files.settle(Set.of(replacement))).isEmpty();

        assertThat(names()).containsExactly(replacement + ".key");
    }

    @Test
    public void bothKeysShouldStayWhenTheCatalogueNamesNeither() throws IOException {
        String replacement = replace(RELOCKED, name);

        assertThat(files.settle(Set.of("another"))).isEmpty();

        assertThat(files.read(name)).isEqualTo(KEY);
        assertThat(files.read(replacement)).isEqualTo(RELOCKED);
    }

    @Test
    public void oldKeyShouldStandInWhenAWithdrawnOneIsNamed() throws IOException {
        String replacement = files.writeReplacement(RELOCKED, name);
        files.withdraw(replacement);

        assertThat(files.settle(Set.of(replacement))).containsExactly(Map.entry(replacement, name));
        assertThat(files.settle(Set.of(replacement))).as("at every start").hasSize(1);
        assertThat(files.read(name)).isEqualTo(KEY);
    }

    @Test
    public void replacementsThatFailedShouldGoWithTheKey() throws IOException {
        files.writeReplacement(RELOCKED, name);
        String second = replace(new LockedKey(new byte[] {7}), name);
        files.supersede(name, second);
        assertThat(names()).containsExactly(second + ".key");

        files.writeReplacement(RELOCKED, second);
        files.condemn(second);
        files.settle(Set.of());
        assertThat(names()).isEmpty();
    }

    @Test
    public void keyThatCouldNotBeErasedWhenItWasSupersededShouldGoWithTheNextOne() throws IOException {
        String second = replace(RELOCKED, name); // and superseding failed
        String third = replace(new LockedKey(new byte[] {7}), second);
        files.supersede(second, third);
        assertThat(names()).containsExactly(third + ".key");

        replace(KEY, third); // and the same again
        files.condemn(name);
        files.settle(Set.of());
        assertThat(names()).isEmpty();
    }

    @Test
    public void condemnedKeyShouldComeBackWhenItStandsIn() throws IOException {
        String replacement = files.writeReplacement(RELOCKED, name);
        files.withdraw(replacement);
        files.condemn(name);

        assertThat(files.settle(Set.of(replacement))).containsExactly(Map.entry(replacement, name));
        assertThat(files.read(name)).isEqualTo(KEY);

        files.condemn(name);
        assertThat(files.settle(Set.of())).isEmpty();
        assertThat(names()).isEmpty();
    }

    private String replace(LockedKey key, String old) throws IOException {
        String replacement = files.writeReplacement(key, old);
        files.publish(replacement);
        return replacement;
    }

    private Path keys() {
        return folder.getRoot().toPath().resolve("keys");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> found = Files.list(keys())) {
            return found.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    @Test
    public void condemnedKeyShouldComeBackWhenItsMailboxIsStillThere() throws IOException {
        files.condemn(name);
        files.settle(Set.of(name));
        assertThat(files.read(name)).isEqualTo(KEY);
    }
}
