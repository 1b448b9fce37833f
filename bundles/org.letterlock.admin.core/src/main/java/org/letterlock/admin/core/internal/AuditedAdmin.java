package org.letterlock.admin.core.internal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.AdminException.Reason;
import org.letterlock.admin.api.Audited;
import org.letterlock.admin.api.CreatedMailbox;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.api.NotAudited;
import org.letterlock.admin.core.internal.AuditTrail.Outcome;

/**
 * Stands before the administration and writes a line for each act, whatever it comes to. A method that says nothing about
 * it is audited: see {@link NotAudited}.
 */
final class AuditedAdmin implements InvocationHandler {

    private static final String MAILBOX = "mailbox";

    private final GatewayAdmin admin;
    private final AuditTrail trail;

    private AuditedAdmin(GatewayAdmin admin, AuditTrail trail) {
        this.admin = admin;
        this.trail = trail;
    }

    static GatewayAdmin of(GatewayAdmin admin, AuditTrail trail) {
        return (GatewayAdmin) Proxy.newProxyInstance(
                AuditedAdmin.class.getClassLoader(),
                new Class<?>[] {GatewayAdmin.class},
                new AuditedAdmin(admin, trail));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.getDeclaringClass() == Object.class || method.isAnnotationPresent(NotAudited.class)) {
            return call(method, arguments);
        }
        Map<String, String> about = about(method, arguments);
        try {
            Object result = call(method, arguments);
            if (result instanceof CreatedMailbox created) {
                about.put(MAILBOX, created.id());
            }
            trail.write(method.getName(), about, Outcome.DONE, "");
            return result;
        } catch (AdminException e) {
            Outcome outcome = e.reason() == Reason.UNAVAILABLE ? Outcome.FAILED : Outcome.REFUSED;
            trail.write(method.getName(), about, outcome, String.valueOf(e.getMessage()));
            throw e;
        } catch (RuntimeException | Error e) {
            // Its message is not ours, and could quote what it was given.
            trail.write(method.getName(), about, Outcome.FAILED, e.getClass().getSimpleName());
            throw e;
        }
    }

    private @Nullable Object call(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(admin, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static Map<String, String> about(Method method, @Nullable Object @Nullable [] arguments) {
        Map<String, String> about = new LinkedHashMap<>();
        Parameter[] parameters = method.getParameters();
        for (int i = 0; i < parameters.length && arguments != null; i++) {
            Audited audited = parameters[i].getAnnotation(Audited.class);
            if (audited != null && arguments[i] != null) {
                about.put(audited.value(), String.valueOf(arguments[i]));
            }
        }
        return about;
    }
}
