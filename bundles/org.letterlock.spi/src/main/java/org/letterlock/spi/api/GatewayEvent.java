package org.letterlock.spi.api;

import java.time.Instant;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Something that happened in the gateway. Nothing of a mail's subject or body is in an event, and no password or user name of
 * another server. Events are made by the gateway only; read them by their accessors, since later minor versions of this package
 * may add components and kinds.
 */
@ProviderType
public sealed interface GatewayEvent
        permits MailAccepted,
                MailFailed,
                MailRelayed,
                RecipientRefused,
                LoginSucceeded,
                LoginFailed,
                PickupFinished,
                DamagedMailFound {

    /**
     * When it happened.
     *
     * @return by the gateway's clock
     */
    Instant time();
}
