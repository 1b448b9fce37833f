package org.letterlock.users.internal;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import javax.security.auth.spi.LoginModule;
import org.apache.karaf.jaas.boot.principal.ClientPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of the login modules of Karaf's realm: turns logins by password away that come too early, and learns what
 * becomes of the others. It makes nobody known itself. Made by the JDK, one for each login.
 */
public final class RealmGuard implements LoginModule {

    static final String LOGINS = "logins";

    private @Nullable ShellLogins logins;
    private @Nullable Subject subject;
    private @Nullable CallbackHandler handler;
    private ShellLogins.@Nullable Login login;

    @Override
    public void initialize(Subject who, CallbackHandler asked, Map<String, ?> sharedState, Map<String, ?> options) {
        logins = (ShellLogins) options.get(LOGINS);
        subject = who;
        handler = asked;
    }

    @Override
    public boolean login() throws LoginException {
        NameCallback name = new NameCallback("name");
        PasswordCallback password = new PasswordCallback("password", false);
        try {
            Objects.requireNonNull(handler).handle(new Callback[] {name, password});
        } catch (UnsupportedCallbackException e) {
            return false; // by key: that cannot be guessed
        } catch (IOException e) {
            throw (LoginException) new FailedLoginException("login failed").initCause(e);
        } finally {
            password.clearPassword();
        }
        login = Objects.requireNonNull(logins).begin(String.valueOf(name.getName()), client());
        return false;
    }

    private @Nullable ClientPrincipal client() {
        return Objects.requireNonNull(subject).getPrincipals(ClientPrincipal.class).stream()
                .findFirst()
                .orElse(null);
    }

    @Override
    public boolean commit() {
        if (login != null) {
            login.succeeded();
            login = null;
        }
        return false;
    }

    @Override
    public boolean abort() {
        if (login != null) {
            login.denied();
            login = null;
        }
        return false;
    }

    @Override
    public boolean logout() {
        return false;
    }
}
