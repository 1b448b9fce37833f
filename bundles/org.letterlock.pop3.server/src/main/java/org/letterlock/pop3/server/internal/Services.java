package org.letterlock.pop3.server.internal;

import org.jspecify.annotations.Nullable;
import org.letterlock.mailbox.api.MailboxService;
import org.letterlock.spi.api.GatewayEvent;
import org.letterlock.transport.api.LoginRole;

/** The services of the moment; whoever takes one keeps it for the whole session. */
interface Services {

    /** Null while there is none. */
    @Nullable MailboxService mailboxes();

    /** Null while there is none. */
    @Nullable LoginRole proxy();

    /** Tells whoever wants to know. Does not block. */
    void publish(GatewayEvent event);
}
