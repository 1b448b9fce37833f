package org.letterlock.cli.open;

import java.io.PrintStream;

/** Tells people what failed, at once, and what was done, at the end. */
final class Report {

    private final PrintStream err;
    private int status;
    private long opened;
    private long alreadyOpened;
    private long failed;

    Report(PrintStream err) {
        this.err = err;
    }

    void opened() {
        opened++;
    }

    void alreadyOpened() {
        alreadyOpened++;
    }

    void failure(OpenException failure) {
        failed++;
        status = Math.max(status, failure.failure().status());
        err.println("letterlock-open: " + failure.getMessage());
    }

    void sum() {
        err.println(
                "letterlock-open: " + opened + " opened, " + alreadyOpened + " there already, " + failed + " failed");
    }

    /** The exit status. */
    int status() {
        return status;
    }
}
