package org.letterlock.certificates.internal;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is logged as an error, by way of slf4j-simple, which writes to the current standard error. */
final class LogCapture {

    private LogCapture() {}

    interface Work {
        void run() throws Exception;
    }

    static List<String> errorsOf(Work work) throws Exception {
        PrintStream before = System.err;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        try (PrintStream capture = new PrintStream(captured, true, StandardCharsets.UTF_8)) {
            System.setErr(capture);
            work.run();
        } finally {
            System.setErr(before);
        }
        return captured.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains(" ERROR "))
                .toList();
    }
}
