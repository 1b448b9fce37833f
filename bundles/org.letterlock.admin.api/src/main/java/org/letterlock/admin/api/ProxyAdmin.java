package org.letterlock.admin.api;

import org.osgi.annotation.versioning.ProviderType;

/** What passes through the gateway between mail clients and their servers. A part of {@link GatewayAdmin}, which says what holds for all. */
@ProviderType
public interface ProxyAdmin {

    /**
     * The sessions that pass through the gateway. Audited, because it shows people's names.
     *
     * @return those of now; none while the proxies are away
     * @throws AdminException if they cannot be listed
     */
    ProxySessions proxySessions() throws AdminException;

    /**
     * The servers that the gateway connects to for its proxies.
     *
     * @return which it may, and how it went
     * @throws AdminException if the transport is not there
     */
    @NotAudited
    ProxyTargets proxyTargets() throws AdminException;
}
