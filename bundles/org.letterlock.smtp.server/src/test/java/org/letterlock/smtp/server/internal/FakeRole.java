package org.letterlock.smtp.server.internal;

import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.letterlock.transport.api.Connection;
import org.letterlock.transport.api.ConnectionHandler;
import org.letterlock.transport.api.LoginRole;

/** A role that takes a connection over and does nothing with it. */
final class FakeRole implements LoginRole {

    private @Nullable Login asked;
    boolean opened;

    final ConnectionHandler handler = (ConnectionHandler) Proxy.newProxyInstance(
            FakeRole.class.getClassLoader(), new Class<?>[] {ConnectionHandler.class}, (proxy, method, args) -> {
                opened |= method.getName().equals("opened");
                return null;
            });

    @Override
    public boolean takes(String userName) {
        return userName.indexOf('#') >= 0;
    }

    @Override
    public ConnectionHandler takeOver(Connection connection, Login login) {
        asked = login;
        return handler;
    }

    boolean isAsked() {
        return asked != null;
    }

    /** What it was given. */
    Login login() {
        Login given = asked;
        if (given == null) {
            throw new AssertionError("the role was not asked");
        }
        return given;
    }
}
