/**
 * SMTP (RFC 5321), both sides, without input and output: octets, answers and time go in, actions come out.
 */
@NullMarked
package org.letterlock.protocol.smtp;

import org.jspecify.annotations.NullMarked;
