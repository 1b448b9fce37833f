package org.letterlock.crypto.openpgp.internal;

import javax.crypto.spec.SecretKeySpec;

/** What the chunks of one mail are encrypted with: its key and the constant part of its nonces. */
record MessageKey(SecretKeySpec key, byte[] noncePrefix) {

    @Override
    public String toString() {
        return "MessageKey[secret]";
    }
}
