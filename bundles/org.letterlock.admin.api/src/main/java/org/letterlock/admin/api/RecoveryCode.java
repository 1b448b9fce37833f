package org.letterlock.admin.api;

import org.jspecify.annotations.Nullable;

/**
 * A mailbox's recovery code after it was changed.
 *
 * @param id the mailbox's id
 * @param recoveryCode the code, seven groups of six letters and digits, the only time it can be seen; null if there is none
 *     any more
 */
public record RecoveryCode(String id, @Nullable String recoveryCode) {

    /**
     * Without the code.
     *
     * @return the id
     */
    @Override
    public String toString() {
        return "RecoveryCode[" + id + "]";
    }
}
