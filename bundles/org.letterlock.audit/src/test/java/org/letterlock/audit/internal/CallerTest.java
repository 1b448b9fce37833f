package org.letterlock.audit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.Principal;
import java.security.PrivilegedAction;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.principal.ClientPrincipal;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.jaas.boot.principal.UserPrincipal;
import org.junit.Test;
import org.letterlock.admin.api.AuditLog.Actor;

public class CallerTest {

    @Test
    public void callerShouldBeTheSubjectOfTheThread() {
        assertThat(as("ssh", "/127.0.0.1:4711")).isEqualTo(new Actor("anna", "shell", "127.0.0.1:4711"));
        assertThat(as("rest", "192.0.2.7")).isEqualTo(new Actor("anna", "rest", "192.0.2.7"));
    }

    @Test
    public void codeWithoutASubjectShouldBeNobody() {
        assertThat(Caller.current()).isEqualTo(new Actor("-", "-", "-"));
    }

    private static Actor as(String method, String address) {
        Set<Principal> principals =
                Set.of(new UserPrincipal("anna"), new RolePrincipal("viewer"), new ClientPrincipal(method, address));
        return Subject.doAs(
                new Subject(true, principals, Set.of(), Set.of()), (PrivilegedAction<Actor>) Caller::current);
    }
}
