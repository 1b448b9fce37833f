/**
 * SASL (RFC 4422) for SMTP and POP3, both sides: the mechanisms that show a secret which can be used at another server, too. Others
 * (CRAM-MD5, SCRAM, GSSAPI) prove the secret to one server only, and cannot be relayed.
 */
@NullMarked
package org.letterlock.protocol.sasl;

import org.jspecify.annotations.NullMarked;
