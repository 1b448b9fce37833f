package org.letterlock.users.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.letterlock.admin.api.Role;

public class StateFileTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path file;

    @Before
    public void place() {
        file = folder.getRoot().toPath().resolve("data/admin/users.json");
    }

    @Test
    public void allShouldBeReadAgain() throws Exception {
        Instant time = Instant.parse("2026-01-02T03:04:05Z");
        TokenState token = new TokenState(
                "1", "anna", "é \"quoted\"", EnumSet.of(Role.VIEWER, Role.AUDITOR), "00ff", time, null, time);
        UserState anna = new UserState(true, time, new UserState.Factor("00ff", true, 7));
        StateFile written = new StateFile(file);
        written.change(state -> state.withUser("anna", ignored -> anna).withToken("1", token));
        assertThat(new StateFile(file).state())
                .isEqualTo(written.state())
                .isEqualTo(new State(1, Map.of("anna", anna), List.of(token)));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    public void fileThatCannotBeReadShouldBeAnErrorWithoutItsWordsAndStay() throws Exception {
        new StateFile(file).change(state -> state);
        for (String damaged : List.of(
                "",
                "{",
                "null",
                "[]",
                "{\"version\":1}",
                "{\"version\":1,\"users\":{\"anna\":{\"mustChangePassword\":\"secret\"}},\"tokens\":[]}",
                "{\"version\":1,\"users\":{\"anna\":null},\"tokens\":[]}",
                "{\"version\":1,\"users\":{},\"tokens\":[{\"id\":\"secret\"}]}",
                "{\"version\":1,\"users\":{},\"tokens\":[],\"secret\":1}",
                "{\"version\":1,\"users\":{\"a\":{\"mustChangePassword\":true,\"lastSignIn\":\"secret\"}},\"tokens\":[]}",
                "{\"version\":1,\"users\":{},\"tokens\":[]} secret")) {
            Files.writeString(file, damaged);
            assertThatThrownBy(() -> new StateFile(file))
                    .as(damaged)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(file + " is damaged")
                    .hasMessageEndingWith("; put back the one of a backup")
                    .hasMessageNotContaining("secret");
            assertThat(Files.readString(file)).isEqualTo(damaged);
        }
        Files.writeString(file, "{\"version\":2,\"users\":{},\"tokens\":[]}");
        assertThatThrownBy(() -> new StateFile(file)).hasMessage(file + " is of another version: 2, not 1");
    }

    @Test
    public void nothingShouldChangeWhenItCannotBeWritten() throws Exception {
        StateFile state = new StateFile(file);
        Files.delete(file.getParent());
        assertThatThrownBy(() -> state.change(kept -> kept.withUser("a", user -> user.withMustChangePassword(true))))
                .isInstanceOf(IOException.class);
        assertThat(state.state()).isEqualTo(State.NEW);
    }
}
