package org.letterlock.testkit.admin;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.GatewayAdmin;

/** Puts an administration together of parts, without an audit log. */
public final class GatewayAdmins {

    private GatewayAdmins() {}

    /**
     * An administration.
     *
     * @param parts each implements interfaces of areas; an area of none is away
     * @return the administration
     */
    public static GatewayAdmin of(Object... parts) {
        return (GatewayAdmin) Proxy.newProxyInstance(
                GatewayAdmins.class.getClassLoader(),
                new Class<?>[] {GatewayAdmin.class},
                (proxy, method, arguments) -> {
                    try {
                        for (Object part : parts) {
                            if (method.getDeclaringClass().isInstance(part)) {
                                return method.invoke(part, arguments);
                            }
                        }
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                    String area = method.getDeclaringClass().getSimpleName();
                    throw new AdminException(AdminException.Reason.UNAVAILABLE, area + " is not there", null);
                });
    }
}
