/**
 * Dialogue scripts: what a client says and what the server must answer, as text, run against an engine, a handler or a
 * socket, whole, octet by octet and at random splits.
 */
@NullMarked
package org.letterlock.testkit.dialogue;

import org.jspecify.annotations.NullMarked;
