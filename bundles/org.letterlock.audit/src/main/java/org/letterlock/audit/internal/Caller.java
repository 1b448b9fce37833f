package org.letterlock.audit.internal;

import java.security.AccessController;
import java.security.Principal;
import java.util.stream.Collectors;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.principal.ClientPrincipal;
import org.apache.karaf.jaas.boot.principal.UserPrincipal;
import org.letterlock.admin.api.AuditLog;

/** Who asks for an act, by the JAAS subject of the calling thread. */
final class Caller {

    private static final String UNKNOWN = "-";
    private static final AuditLog.Actor NOBODY = new AuditLog.Actor(UNKNOWN, UNKNOWN, UNKNOWN);

    private Caller() {}

    /** Who the calling thread works for: Karaf's shell and the REST interface run each act as the subject of its login. */
    @SuppressWarnings("removal") // Its successor Subject.current() came after Java 17, and Karaf sets this one.
    static AuditLog.Actor current() {
        Subject subject = Subject.getSubject(AccessController.getContext());
        if (subject == null) {
            return NOBODY;
        }
        String user = subject.getPrincipals(UserPrincipal.class).stream()
                .map(Principal::getName)
                .collect(Collectors.joining("+"));
        ClientPrincipal client = subject.getPrincipals(ClientPrincipal.class).stream()
                .findFirst()
                .orElse(null);
        return new AuditLog.Actor(
                user.isEmpty() ? UNKNOWN : user,
                client == null ? UNKNOWN : door(client.getMethod()),
                client == null ? UNKNOWN : client.getAddress().replaceFirst("^/", ""));
    }

    /** Karaf says ssh for its shell; REST and console name themselves. */
    private static String door(String method) {
        return method.equals("ssh") ? "shell" : method;
    }
}
