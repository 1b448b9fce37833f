package org.letterlock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.Rule;
import org.junit.Test;

public class ScriptsTest {

    @Rule
    public final Scripts scripts = new Scripts();

    @Test
    public void javaShouldReadUtf8InAnyLocale() throws Exception {
        assertThat(scripts.run(Map.of("LC_ALL", "C"), "status").text()).startsWith("charmap=UTF-8 ");
        assertThat(scripts.run(Map.of("LANG", "C"), "status").text()).startsWith("charmap=UTF-8 ");
    }
}
