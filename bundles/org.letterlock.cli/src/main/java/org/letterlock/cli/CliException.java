package org.letterlock.cli;

/** Ends the process: one line for people and the exit status. */
final class CliException extends Exception {

    /** Something failed. */
    static final int FAILED = 1;

    /** The command was used wrongly. */
    static final int USAGE = 2;

    /** No gateway answers. */
    static final int NOT_RUNNING = 3;

    private static final long serialVersionUID = 1L;

    private final int status;

    CliException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
