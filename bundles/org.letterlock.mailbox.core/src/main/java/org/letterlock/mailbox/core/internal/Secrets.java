package org.letterlock.mailbox.core.internal;

import java.nio.CharBuffer;
import java.security.SecureRandom;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mailbox.api.MailboxException;

/** Makes what nobody may guess, mailbox ids and passwords, and checks passwords that others made. */
final class Secrets {

    private static final int PASSWORD_LENGTH = 32;

    /** Without 0 O 1 l I, which people mistake for each other: 57 characters, 186 bits in a password. */
    private static final String ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    /** A lock is tried by who has it, as fast as he can; who moves over has no choice of his password, so no more. */
    private static final int MIN_GIVEN_LENGTH = 12;

    private static final int MAX_GIVEN_LENGTH = 200;

    private final SecureRandom random = new SecureRandom();

    MailboxId mailboxId() {
        return new MailboxId(random.nextLong(), random.nextLong());
    }

    /** Whether a mailbox can have a password that was given. */
    static void check(char[] password) throws MailboxException {
        boolean controls = CharBuffer.wrap(password).chars().anyMatch(Character::isISOControl);
        if (password.length < MIN_GIVEN_LENGTH || password.length > MAX_GIVEN_LENGTH || controls) {
            throw new MailboxException(
                    MailboxException.Reason.INVALID,
                    "a password has " + MIN_GIVEN_LENGTH + " to " + MAX_GIVEN_LENGTH
                            + " characters, none of them control characters",
                    null);
        }
    }

    String recoveryCode() {
        return RecoveryCode.make(random);
    }

    String password() {
        StringBuilder password = new StringBuilder(PASSWORD_LENGTH);
        for (int i = 0; i < PASSWORD_LENGTH; i++) {
            password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return password.toString();
    }
}
