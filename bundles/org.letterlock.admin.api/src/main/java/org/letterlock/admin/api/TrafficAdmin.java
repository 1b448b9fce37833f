package org.letterlock.admin.api;

import org.osgi.annotation.versioning.ProviderType;

/** How much goes through the gateway. A part of {@link GatewayAdmin}, which says what holds for all. */
@ProviderType
public interface TrafficAdmin {

    /**
     * The figures of the last hours.
     *
     * @return as they are now
     * @throws AdminException if they are not counted
     */
    @NotAudited
    Traffic traffic() throws AdminException;
}
