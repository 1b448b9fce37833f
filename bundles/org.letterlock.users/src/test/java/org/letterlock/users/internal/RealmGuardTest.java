package org.letterlock.users.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.apache.karaf.jaas.boot.principal.ClientPrincipal;
import org.apache.karaf.jaas.boot.principal.UserPrincipal;
import org.apache.karaf.jaas.modules.AbstractKarafLoginModule;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class RealmGuardTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private TestUsers users;

    @Before
    public void start() throws Exception {
        users = new TestUsers(folder.getRoot().toPath());
    }

    @Test
    public void loginShouldBeAuditedAndRemembered() throws Exception {
        assertThat(login("admin", "right")).isTrue();
        assertThat(users.audit).containsExactly("admin shell 192.0.2.1 signIn DONE ");
        users.restart();
        assertThat(users.admin.user("admin").lastSignIn()).isEqualTo("2026-01-01T12:00:10Z");
        users.takeAllSlots();
    }

    @Test
    public void guessesShouldBeTurnedAwayWithoutBeingLookedAt() throws Exception {
        assertThat(login("admin", "wrong")).isFalse();
        assertThat(login("admin", "right")).isFalse();
        assertThat(login("eve", "right")).isFalse();
        assertThat(users.audit).containsExactly("admin shell 192.0.2.1 signIn REFUSED user or password is wrong");
        users.clock.pass(Duration.ofSeconds(1));
        assertThat(login("admin", "right")).isTrue();
        users.takeAllSlots();
    }

    @Test
    public void loginsShouldWaitForSlots() throws Exception {
        users.takeAllSlots();
        assertThat(login("admin", "right")).isFalse();
        users.slots.giveBack();
        assertThat(login("admin", "right")).isTrue();
    }

    @Test
    public void keyShouldNeitherWaitNorBeAudited() throws Exception {
        login("admin", "wrong");
        Subject subject = subject();
        new LoginContext("karaf", subject, RealmGuardTest::byKey, realm()).login();
        assertThat(subject.getPrincipals(UserPrincipal.class)).hasSize(1);
        assertThat(users.audit).hasSize(1);
    }

    @Test
    public void addressesShouldBeReadAsKarafWritesThem() throws Exception {
        assertThat(ShellLogins.address("/192.0.2.1:1234")).isEqualTo(InetAddress.getByName("192.0.2.1"));
        assertThat(ShellLogins.address("host.example/192.0.2.1:1234")).isEqualTo(InetAddress.getByName("192.0.2.1"));
        assertThat(ShellLogins.address("/[2001:db8:0:0:0:0:0:1]:1234")).isEqualTo(InetAddress.getByName("2001:db8::1"));
        for (String none : new String[] {"", "/", "host.example:1", "/:1"}) {
            assertThat(ShellLogins.address(none)).as(none).isEqualTo(InetAddress.getLoopbackAddress());
        }
    }

    private boolean login(String name, String password) {
        CallbackHandler handler = callbacks -> {
            for (Callback callback : callbacks) {
                if (callback instanceof NameCallback asked) {
                    asked.setName(name);
                } else {
                    ((PasswordCallback) callback).setPassword(password.toCharArray());
                }
            }
        };
        return catchThrowableOfType(
                        LoginException.class, () -> new LoginContext("karaf", subject(), handler, realm()).login())
                == null;
    }

    private static void byKey(Callback[] callbacks) throws UnsupportedCallbackException {
        for (Callback callback : callbacks) {
            if (callback instanceof NameCallback asked) {
                asked.setName("local");
            } else {
                throw new UnsupportedCallbackException(callback);
            }
        }
    }

    private static Subject subject() {
        Subject subject = new Subject();
        subject.getPrincipals().add(new ClientPrincipal("ssh", "/192.0.2.1:1234"));
        return subject;
    }

    /** The guard before a module that knows one password, and one key. */
    private Configuration realm() {
        return new Configuration() {
            @Override
            public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
                return new AppConfigurationEntry[] {
                    new AppConfigurationEntry(
                            RealmGuard.class.getName(),
                            LoginModuleControlFlag.REQUISITE,
                            Map.of(RealmGuard.LOGINS, users.logins)),
                    new AppConfigurationEntry(
                            KnowsOnePassword.class.getName(), LoginModuleControlFlag.OPTIONAL, Map.of())
                };
            }
        };
    }

    /** As Karaf's own. */
    public static final class KnowsOnePassword extends AbstractKarafLoginModule {

        @Override
        public void initialize(Subject who, CallbackHandler asked, Map<String, ?> shared, Map<String, ?> options) {
            super.initialize(who, asked, options);
        }

        @Override
        public boolean login() throws LoginException {
            NameCallback name = new NameCallback("name");
            PasswordCallback password = new PasswordCallback("password", false);
            try {
                callbackHandler.handle(new Callback[] {name});
                callbackHandler.handle(new Callback[] {password});
                succeeded = new String(password.getPassword()).equals("right");
            } catch (UnsupportedCallbackException e) {
                succeeded = true;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            if (!succeeded) {
                throw new LoginException("login failed");
            }
            principals.add(new UserPrincipal(name.getName()));
            return true;
        }
    }
}
