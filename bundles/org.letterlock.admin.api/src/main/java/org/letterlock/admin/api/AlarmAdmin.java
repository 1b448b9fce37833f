package org.letterlock.admin.api;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** What administrators are told of. A part of {@link GatewayAdmin}, which says what holds for all. */
@ProviderType
public interface AlarmAdmin {

    /**
     * The alarms that are raised, and those that were cleared in the last seven days, at most 1,000.
     *
     * @return the raised ones first, the latest first
     * @throws AdminException if they are not there
     */
    @NotAudited
    List<AlarmView> alarms() throws AdminException;

    /**
     * Sends a message to all configured receivers, to see that it gets there.
     *
     * @return how that went, by receiver
     * @throws AdminException with {@link AdminException.Reason#CONFLICT} if no receiver is configured
     */
    List<AlarmTest> testAlarms() throws AdminException;
}
