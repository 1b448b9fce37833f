package org.letterlock.admin.api;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** How the gateway is doing. A part of {@link GatewayAdmin}, which says what holds for all. */
@ProviderType
public interface StatusAdmin {

    /**
     * How the gateway is doing.
     *
     * @return the state of now; never fails because a part of the gateway is away, it says so
     */
    @NotAudited
    GatewayStatus status();

    /**
     * What an administrator should act on, as {@link GatewayStatus#problems} has it, with what tells one from another.
     *
     * @return the most important first; never fails because a part of the gateway is away
     */
    @NotAudited
    List<Problem> problems();
}
