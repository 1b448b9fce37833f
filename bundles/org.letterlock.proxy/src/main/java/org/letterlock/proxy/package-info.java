/**
 * What the SMTP and the POP3 proxy share: who may log in, the ways to a server, the sessions that are open. A plain module,
 * embedded privately in both.
 */
@NullMarked
package org.letterlock.proxy;

import org.jspecify.annotations.NullMarked;
