package org.letterlock.proxy;

import org.jspecify.annotations.Nullable;
import org.letterlock.intake.api.Intake;
import org.letterlock.mailbox.api.MailboxService;
import org.letterlock.spi.api.GatewayEvents;
import org.letterlock.transport.api.Connector;

/** The services of now; each is null while it is away. Thread-safe. */
public interface ProxyServices {

    /**
     * Makes connections to other servers.
     *
     * @return the service
     */
    @Nullable Connector connector();

    /**
     * Keeps copies.
     *
     * @return the service
     */
    @Nullable Intake intake();

    /**
     * Knows what a mailbox's sessions may do.
     *
     * @return the service
     */
    @Nullable MailboxService mailboxes();

    /**
     * Is told what happens.
     *
     * @return the service
     */
    @Nullable GatewayEvents events();
}
