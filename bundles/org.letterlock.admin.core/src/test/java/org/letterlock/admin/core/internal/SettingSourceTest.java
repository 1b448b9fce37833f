package org.letterlock.admin.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.Test;

public class SettingSourceTest {

    @Test
    public void sourceShouldFollowFromTextAndEnvironment() {
        String nested = "$[env:LETTERLOCK_MAIL_DOMAIN;default=$[env:LETTERLOCK_HOSTNAME;default=x]]";
        assertThat(source(null)).isEqualTo("default");
        assertThat(source("$[env:LETTERLOCK_BIND;default=0.0.0.0]")).isEqualTo("default");
        assertThat(source("$[env:LETTERLOCK_BIND;default=0.0.0.0]", "LETTERLOCK_BIND"))
                .isEqualTo("environment LETTERLOCK_BIND");
        assertThat(source(nested, "LETTERLOCK_HOSTNAME")).isEqualTo("environment LETTERLOCK_HOSTNAME");
        assertThat(source(nested, "LETTERLOCK_HOSTNAME", "LETTERLOCK_MAIL_DOMAIN"))
                .isEqualTo("environment LETTERLOCK_MAIL_DOMAIN");
        assertThat(source("$[env:LETTERLOCK_DATA;default=$[env:LETTERLOCK_DEFAULT_DATA]]", "LETTERLOCK_DEFAULT_DATA"))
                .isEqualTo("default");
        assertThat(source("10.0.0.1", "LETTERLOCK_BIND")).isEqualTo("etc");
        assertThat(source(5L)).isEqualTo("etc");
    }

    private static String source(@Nullable Object raw, String... set) {
        return SettingSource.of(raw, Set.of(set)::contains);
    }
}
