package org.letterlock.transport.api;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The gateway's listeners. The transport registers it; administration reads it. Thread-safe. */
@ProviderType
public interface Listeners {

    /**
     * How each configured listener is doing.
     *
     * @return in the order of their names
     */
    List<ListenerStatus> status();
}
