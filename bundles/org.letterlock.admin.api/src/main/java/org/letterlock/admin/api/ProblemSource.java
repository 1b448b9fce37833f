package org.letterlock.admin.api;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A part of the gateway that knows what is wrong with it. Registered as a service; {@link StatusAdmin#problems} and the status
 * have what it says. Thread-safe.
 */
@ConsumerType
public interface ProblemSource {

    /**
     * What is wrong with this part.
     *
     * @return the problems of now; never blocks for long, never fails
     */
    List<Problem> problems();
}
