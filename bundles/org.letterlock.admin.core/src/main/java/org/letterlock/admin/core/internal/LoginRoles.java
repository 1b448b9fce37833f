package org.letterlock.admin.core.internal;

import java.util.List;
import org.letterlock.transport.api.LoginRole;
import org.letterlock.transport.api.ProtocolHandlerFactory;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;

/** The proxies that are there. Thread-safe. */
final class LoginRoles extends ServiceTracker<LoginRole, LoginRole> {

    /** A proxy, and the protocol it is for. */
    record Role(String protocol, LoginRole service) {}

    LoginRoles(BundleContext context) {
        super(context, LoginRole.class, null);
    }

    /** Those of now, by protocol; while one is upgraded there are two of it. */
    List<Role> now() {
        return getTracked().entrySet().stream()
                .map(entry -> new Role(
                        String.valueOf(entry.getKey().getProperty(ProtocolHandlerFactory.PROTOCOL)), entry.getValue()))
                .sorted((one, other) -> one.protocol().compareTo(other.protocol()))
                .toList();
    }
}
