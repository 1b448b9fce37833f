/** What a login to the proxy says: who logs in at which server, and which mailbox gets the copies. */
@NullMarked
package org.letterlock.protocol.proxy;

import org.jspecify.annotations.NullMarked;
