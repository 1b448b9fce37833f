package org.letterlock.mailbox.core.internal;

import java.security.SecureRandom;
import org.letterlock.mail.api.MailboxId;

/** Makes what nobody may guess: mailbox ids and passwords. */
final class Secrets {

    private static final int PASSWORD_LENGTH = 32;

    /** Without 0 O 1 l I, which people mistake for each other: 57 characters, 186 bits in a password. */
    private static final String ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    private final SecureRandom random = new SecureRandom();

    MailboxId mailboxId() {
        return new MailboxId(random.nextLong(), random.nextLong());
    }

    String password() {
        StringBuilder password = new StringBuilder(PASSWORD_LENGTH);
        for (int i = 0; i < PASSWORD_LENGTH; i++) {
            password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return password.toString();
    }
}
