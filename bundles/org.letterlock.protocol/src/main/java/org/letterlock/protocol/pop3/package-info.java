/**
 * POP3 (RFC 1939, 2449, 2595, 3206, 5034, 6856) as pure engines: the server side of the dialogue, and the multi-line encoding of
 * a mail.
 */
@NullMarked
package org.letterlock.protocol.pop3;

import org.jspecify.annotations.NullMarked;
