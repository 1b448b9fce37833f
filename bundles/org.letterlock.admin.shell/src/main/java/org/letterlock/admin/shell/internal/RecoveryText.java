package org.letterlock.admin.shell.internal;

import java.io.PrintStream;

/** A recovery code for people. */
final class RecoveryText {

    private RecoveryText() {}

    static void print(String code, PrintStream out) {
        out.println("recovery    " + code + "  (not shown again)");
    }
}
