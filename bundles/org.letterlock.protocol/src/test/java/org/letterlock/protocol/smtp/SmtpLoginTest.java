package org.letterlock.protocol.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Set;
import org.junit.Test;
import org.letterlock.testkit.dialogue.DialogueRunner;
import org.letterlock.testkit.dialogue.DialogueScript;

public class SmtpLoginTest {

    @Test
    public void portWithLoginsShouldAnswerAsTheScriptsSay() {
        for (DialogueScript script : DialogueScript.all(SmtpLoginTest.class, "logins")) {
            boolean secure = !script.name().contains("clear");
            DialogueRunner.run(script, () -> new EngineSubject(engine(secure)));
        }
    }

    @Test
    public void sessionBehindALoginShouldAnswerAsTheScriptsSay() {
        SmtpServerGreetings greetings = new SmtpServerGreetings(
                "mx.example", EngineSubject.LIMITS, Set.of(SmtpExtension.SIZE, SmtpExtension.DSN));
        for (DialogueScript script : DialogueScript.all(SmtpLoginTest.class, "logged-in")) {
            DialogueRunner.run(
                    script,
                    () -> new EngineSubject(
                            SmtpServerEngine.loggedIn(EngineSubject.LIMITS, greetings, "client.example", true)));
        }
    }

    @Test
    public void engineShouldSayNothingMoreWhenItHasHandedOver() {
        SmtpServerEngine engine = askedForALogin();
        assertThat(engine.handOver()).isTrue();
        engine.tick(0);
        engine.tick(Long.MAX_VALUE);
        engine.drain();
        assertThat(engine.next()).isSameAs(SmtpAction.NEED_INPUT);
        assertThat(engine.helo()).isEqualTo("client.example");
        assertThat(engine.isExtended()).isTrue();
    }

    @Test
    public void loginShouldNotSucceedByAReply() {
        SmtpServerEngine engine = askedForALogin();
        assertThatThrownBy(() -> engine.answer(SmtpReply.of(235, "2.7.0 Ok")))
                .isInstanceOf(IllegalArgumentException.class);
        engine.answer(SmtpReply.of(454, "4.7.0 Later"));
        assertThatThrownBy(engine::handOver).isInstanceOf(IllegalStateException.class);
    }

    private static SmtpServerEngine askedForALogin() {
        SmtpServerEngine engine = engine(true);
        engine.receive(ByteBuffer.wrap("EHLO client.example\r\nAUTH PLAIN AGEAYg==\r\n".getBytes(ISO_8859_1)));
        SmtpAction action = engine.next();
        while (!(action instanceof SmtpAction.Login)) {
            assertThat(action).isInstanceOf(SmtpAction.Write.class);
            action = engine.next();
        }
        return engine;
    }

    private static SmtpServerEngine engine(boolean secure) {
        return new SmtpServerEngine(EngineSubject.LIMITS, EngineSubject.PROXY_GREETINGS, secure, () -> true);
    }
}
