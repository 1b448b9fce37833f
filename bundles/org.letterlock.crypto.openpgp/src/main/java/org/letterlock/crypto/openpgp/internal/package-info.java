/** Sealing by OpenPGP (RFC 9580): keys and key encryption by Bouncy Castle, the encrypted packet over the JDK's AES-GCM. */
@NullMarked
package org.letterlock.crypto.openpgp.internal;

import org.jspecify.annotations.NullMarked;
