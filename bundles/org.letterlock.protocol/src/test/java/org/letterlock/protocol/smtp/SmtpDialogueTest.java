package org.letterlock.protocol.smtp;

import java.util.List;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;
import org.letterlock.testkit.dialogue.DialogueRunner;
import org.letterlock.testkit.dialogue.DialogueScript;

@RunWith(Parameterized.class)
public class SmtpDialogueTest {

    private final DialogueScript script;

    public SmtpDialogueTest(DialogueScript script) {
        this.script = script;
    }

    @Parameters(name = "{0}")
    public static List<DialogueScript> scripts() {
        return DialogueScript.all(SmtpDialogueTest.class, "dialogues");
    }

    @Test
    public void engineShouldAnswerAsTheScriptSays() {
        DialogueRunner.run(script, EngineSubject::new);
    }
}
