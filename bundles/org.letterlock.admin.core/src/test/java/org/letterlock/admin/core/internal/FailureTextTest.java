package org.letterlock.admin.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.Test;

public class FailureTextTest {

    @Test
    public void ourOwnMessageShouldBeTheLine() {
        assertThat(FailureText.line("""
                        java.lang.reflect.InvocationTargetException
                        \tat java.base/x.Y.z(Y.java:1)
                        Caused by: org.letterlock.settings.SettingException: a.pid: port: '99999' is not between
                        \tat org.letterlock.x.Y(Y.java:2)
                        \t... 9 more
                        """)).isEqualTo("a.pid: port: '99999' is not between");
    }

    @Test
    public void ourOwnMessageShouldWinOverWhatCausedIt() {
        assertThat(FailureText.line("""
                        java.lang.IllegalStateException: wrapped
                        Caused by: org.letterlock.storage.api.StorageException: /data is of another version
                        Caused by: java.io.IOException: low level
                        """)).isEqualTo("/data is of another version");
    }

    @Test
    public void rootCauseShouldBeNamedWithItsTypeOtherwise() {
        assertThat(FailureText.line("""
                        java.lang.RuntimeException: outer
                        \tat a.B.c(B.java)
                        Caused by: java.nio.file.AccessDeniedException: /data/store
                        \tat a.B.c(B.java)
                        """)).isEqualTo("AccessDeniedException: /data/store");
        assertThat(FailureText.line("java.lang.NullPointerException\n\tat a.B.c(B.java)\n"))
                .isEqualTo("NullPointerException");
    }

    @Test
    public void anythingElseShouldBeOneLineToo() {
        assertThat(FailureText.line("not started\nsecond line")).isEqualTo("not started");
        assertThat(FailureText.line("")).isEqualTo("no reason given");
        assertThat(FailureText.line("java.lang.Error: " + "x".repeat(5_000))).hasSizeLessThan(600);
    }
}
