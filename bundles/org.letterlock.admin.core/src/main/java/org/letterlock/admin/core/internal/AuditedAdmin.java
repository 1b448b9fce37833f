package org.letterlock.admin.core.internal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.AdminException.Reason;
import org.letterlock.admin.api.AuditLog;
import org.letterlock.admin.api.AuditLog.Outcome;
import org.letterlock.admin.api.Audited;
import org.letterlock.admin.api.CreatedMailbox;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.api.NotAudited;

/**
 * Leads each act to the part that does it, and writes a line whatever it comes to. A method that says nothing about it is
 * audited: see {@link NotAudited}.
 */
final class AuditedAdmin implements InvocationHandler {

    private static final String MAILBOX = "mailbox";
    private static final long POLL_MILLIS = 50;

    private final Map<Class<?>, Area> areas;
    private final Supplier<? extends @Nullable AuditLog> log;
    private final Duration patience;

    private AuditedAdmin(Collection<Area> areas, Supplier<? extends @Nullable AuditLog> log, Duration patience) {
        this.patience = patience;
        this.areas = areas.stream().collect(Collectors.toMap(Area::type, Function.identity()));
        this.log = log;
    }

    /**
     * The administration.
     *
     * @param areas the interfaces that it is made of
     * @param log gets the lines; while there is none, nothing is done that would leave one
     * @param patience how long an act waits for who provides it: bundles come one after the other at a start, and are away
     *     for a moment when they are updated
     */
    static GatewayAdmin of(Collection<Area> areas, Supplier<? extends @Nullable AuditLog> log, Duration patience) {
        return (GatewayAdmin) Proxy.newProxyInstance(
                AuditedAdmin.class.getClassLoader(),
                new Class<?>[] {GatewayAdmin.class},
                new AuditedAdmin(areas, log, patience));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return call(this, method, arguments);
        }
        if (method.isAnnotationPresent(NotAudited.class)) {
            return call(part(method, Duration.ZERO), method, arguments);
        }
        AuditLog trail = awaited(log, patience);
        if (trail == null) {
            throw away("the audit log", OurBundles.AUDIT);
        }
        Map<String, String> about = about(method, arguments);
        try {
            Object result = call(part(method, patience), method, arguments);
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

    private Object part(Method method, Duration wait) throws AdminException {
        Area area = areas.get(method.getDeclaringClass());
        if (area == null) {
            throw new IllegalStateException(method + " is of no area");
        }
        Object part = awaited(area.part(), wait);
        if (part == null) {
            throw away("what is asked for", area.bundle());
        }
        return part;
    }

    private static <T> @Nullable T awaited(Supplier<? extends @Nullable T> service, Duration wait) {
        long end = System.nanoTime() + wait.toNanos();
        T found = service.get();
        while (found == null && System.nanoTime() - end < 0) {
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
            found = service.get();
        }
        return found;
    }

    private static AdminException away(String what, String bundle) {
        return new AdminException(
                Reason.UNAVAILABLE, what + " is not there: the bundle " + bundle + " does not provide it", null);
    }

    private static @Nullable Object call(Object target, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
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
