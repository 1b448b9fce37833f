package org.letterlock.cli.open;

/** What can fail, in the order of the exit statuses; of several the last one decides. */
enum Failure {
    /** A file cannot be read or written. */
    FILES(1),
    /** The command was used wrongly. */
    USAGE(2),
    /** The password opens no key. */
    WRONG_PASSWORD(3),
    /** A mail is sealed to a key that was not opened. */
    OTHER_KEY(4),
    /** A mail is not what was sealed. */
    DAMAGED_MAIL(5),
    /** A key cannot be read as one. */
    DAMAGED_KEY(6);

    private final int status;

    Failure(int status) {
        this.status = status;
    }

    int status() {
        return status;
    }
}
