package org.letterlock.protocol.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.Test;
import org.letterlock.mail.api.DsnRequest;
import org.letterlock.protocol.sasl.SaslCredentials;
import org.letterlock.protocol.sasl.SaslMechanism;
import org.letterlock.testkit.dialogue.DialogueRunner;
import org.letterlock.testkit.dialogue.DialogueScript;

public class SmtpClientEngineTest {

    @Test
    public void clientShouldSpeakAsTheScriptsSayWhenTlsIsThere() {
        for (DialogueScript script : DialogueScript.all(SmtpClientEngineTest.class, "client-tls")) {
            DialogueRunner.run(script, () -> new ClientSubject(true));
        }
    }

    @Test
    public void clientShouldInsistOnTlsAsTheScriptsSayWhenItIsNotThere() {
        for (DialogueScript script : DialogueScript.all(SmtpClientEngineTest.class, "client-clear")) {
            DialogueRunner.run(script, () -> new ClientSubject(false));
        }
    }

    @Test
    public void commandShouldBeABugWhenTheConnectionIsNotReady() {
        SmtpClientEngine engine = new SmtpClientEngine("gw.example", SmtpClientTimeouts.RFC_5321, false);
        receive(engine, "220 x\r\n250-x\r\n250-AUTH PLAIN\r\n250 STARTTLS\r\n");
        SaslCredentials credentials = new SaslCredentials(SaslMechanism.PLAIN, "a", new char[] {'b'});
        assertThatThrownBy(() -> engine.login(credentials, "mail.example", 25))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(engine::data).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(engine::endBody).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(engine::secured).isInstanceOf(IllegalStateException.class);
    }

    @Test
    public void mailShouldTimeOutWhenTheServerDoesNotTakeIt() {
        SmtpClientEngine engine = new SmtpClientEngine("gw.example", SmtpClientTimeouts.RFC_5321, true);
        receive(engine, "220 x\r\n");
        receive(engine, "250 x\r\n");
        engine.data();
        drain(engine);
        receive(engine, "354 Ok\r\n");
        engine.body(ByteBuffer.wrap(new byte[] {'x'}));
        assertThat(engine.next()).isInstanceOf(SmtpClientAction.Write.class);
        long now = 0;
        engine.tick(now);
        engine.tick(now + TimeUnit.SECONDS.toNanos(179));
        assertThat(engine.step()).isSameAs(SmtpClientStep.BODY);
        engine.tick(now + TimeUnit.SECONDS.toNanos(180));
        assertThat(engine.next())
                .isEqualTo(new SmtpClientAction.Failed(
                        new SmtpClientFailure(SmtpClientFailure.Reason.TIME_OUT, SmtpClientStep.BODY, null)));
    }

    @Test
    public void capabilitiesShouldBeReadWhateverTheyLookLike() {
        SmtpCapabilities read = SmtpCapabilities.read(SmtpReply.of(
                250, List.of("SIZE 5", "size 1000", "auth  xoauth2 CRAM-MD5", "AUTH=LOGIN", "", "SMTPUTF8 x")));
        assertThat(read.extensions())
                .containsExactlyInAnyOrder(SmtpExtension.SIZE, SmtpExtension.AUTH, SmtpExtension.SMTPUTF8);
        assertThat(read.maxMessageOctets()).isEqualTo(1000);
        assertThat(read.mechanisms()).containsExactlyInAnyOrder(SaslMechanism.XOAUTH2, SaslMechanism.LOGIN);
        for (String size : List.of("SIZE", "SIZE 0", "SIZE x", "SIZE 9999999999999999999", "SIZE -1")) {
            assertThat(SmtpCapabilities.read(SmtpReply.of(250, List.of("x", size)))
                            .maxMessageOctets())
                    .isEqualTo(Long.MAX_VALUE);
        }
    }

    @Test
    public void mailShouldBeRefusedWhenTheServerCannotTakeIt() {
        SmtpCapabilities none = new SmtpCapabilities(Set.of(), 1000, Set.of());
        SmtpCapabilities all = new SmtpCapabilities(Set.of(SmtpExtension.values()), 1000, Set.of());
        assertThat(refusal(none, 1001, false, BodyType.SEVEN_BIT)).startsWith("552 5.3.4 ");
        assertThat(refusal(none, 1000, false, BodyType.SEVEN_BIT)).isEqualTo("null");
        assertThat(refusal(none, 0, false, BodyType.EIGHT_BIT)).startsWith("554 5.6.3 ");
        assertThat(refusal(all, 0, true, BodyType.EIGHT_BIT)).isEqualTo("null");
        assertThat(refusal(all, 0, false, BodyType.BINARY)).startsWith("554 5.6.3 ");
        assertThat(refusal(none, 0, true, BodyType.SEVEN_BIT)).startsWith("553 5.6.7 ");
    }

    @Test
    public void replyShouldTellItsEnhancedCode() {
        assertThat(SmtpReply.of(550, "5.1.1 Unknown").enhancedCode()).isEqualTo("5.1.1");
        assertThat(SmtpReply.of(550, "5.7.129").enhancedCode()).isEqualTo("5.7.129");
        for (String text : List.of("4.1.1 x", "5.1 x", "x 5.1.1", "5.1.1234 x", "5.1.1x", "")) {
            assertThat(SmtpReply.of(550, text).enhancedCode()).as(text).isEmpty();
        }
        assertThat(SmtpReply.of(550, List.of("a", "b")).withEnhancedCode()).hasToString("550-5.0.0 a\r\n550 5.0.0 b");
        assertThat(SmtpReply.of(550, "5.1.1 x").withEnhancedCode()).hasToString("550 5.1.1 x");
        assertThat(SmtpReply.of(354, "x").withEnhancedCode()).hasToString("354 x");
    }

    private static String refusal(SmtpCapabilities server, long octets, boolean utf8, BodyType body) {
        return String.valueOf(server.refusal(new SmtpAction.Sender(null, octets, utf8, body, DsnRequest.Mail.NONE)));
    }

    private static void receive(SmtpClientEngine engine, String text) {
        engine.receive(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
        drain(engine);
        engine.keep();
    }

    private static void drain(SmtpClientEngine engine) {
        SmtpClientAction action = engine.next();
        while (!(action instanceof SmtpClientAction.NeedInput)) {
            action = engine.next();
        }
    }
}
