package org.letterlock.protocol.pop3;

import java.util.ArrayList;
import java.util.List;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;
import org.letterlock.testkit.dialogue.DialogueRunner;
import org.letterlock.testkit.dialogue.DialogueScript;

@RunWith(Parameterized.class)
public class Pop3DialogueTest {

    private final boolean secure;
    private final DialogueScript script;

    public Pop3DialogueTest(String folder, DialogueScript script) {
        this.secure = folder.equals("secure");
        this.script = script;
    }

    @Parameters(name = "{0}: {1}")
    public static List<Object[]> scripts() {
        List<Object[]> scripts = new ArrayList<>();
        for (String folder : List.of("clear", "secure")) {
            DialogueScript.all(Pop3DialogueTest.class, folder).forEach(s -> scripts.add(new Object[] {folder, s}));
        }
        return scripts;
    }

    @Test
    public void engineShouldAnswerAsWritten() {
        DialogueRunner.run(script, () -> new EngineSubject(secure, true));
    }
}
