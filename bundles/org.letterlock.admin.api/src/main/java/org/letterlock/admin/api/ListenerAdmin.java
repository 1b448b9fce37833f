package org.letterlock.admin.api;

import org.osgi.annotation.versioning.ProviderType;

/** Whether the ports serve new connections. A part of {@link GatewayAdmin}, which says what holds for all. */
@ProviderType
public interface ListenerAdmin {

    /**
     * Serves no new connection until {@link #resume()} or a restart: who comes gets a temporary error at the open port.
     * Sessions under way finish their transaction, however long that takes; nothing cuts them, the end of the wait neither.
     *
     * @param waitSeconds how long to wait at most until no session is under way, 0 to 540; 0 does not wait
     * @return how it is after the wait; not drained if somebody resumed the gateway meanwhile
     * @throws AdminException if the listeners are not there, or if the thread was interrupted while it waited: the gateway
     *     is drained then
     */
    DrainState drain(@Audited("wait") int waitSeconds) throws AdminException;

    /**
     * Serves new connections again.
     *
     * @return how it is now
     * @throws AdminException if the listeners are not there
     */
    DrainState resume() throws AdminException;
}
