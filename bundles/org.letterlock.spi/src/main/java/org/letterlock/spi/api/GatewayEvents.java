package org.letterlock.spi.api;

import org.osgi.annotation.versioning.ProviderType;

/** Where the gateway's parts tell what happens. Thread-safe. */
@ProviderType
public interface GatewayEvents {

    /**
     * Tells every listener. Never blocks, takes no lock and never throws: what a listener's queue cannot take is dropped for
     * that listener and counted.
     *
     * @param event what happened
     */
    void publish(GatewayEvent event);
}
