package org.letterlock.transport.api;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A role that takes over a connection after a login, as a service with the property
 * {@link ProtocolHandlerFactory#PROTOCOL}: logins whose user name is {@code user%server%mailbox} are a proxy's. The
 * protocol's server bundle looks it up at the login and answers with a temporary error while there is none.
 */
@ConsumerType
public interface LoginRole {

    /**
     * Makes the handler that goes on with the session. The caller hands the connection over to it
     * ({@link Connection#handOver}) without having answered the login: that is the role's first act. Must not block.
     *
     * @param connection a connection with TLS
     * @param login what the client logged in with; the role erases it when done
     * @return the handler that goes on
     */
    ConnectionHandler takeOver(Connection connection, Login login);

    /**
     * Whether a user name is one for this role in a form of the role's own, beside {@code user%server%mailbox}. Does not
     * block.
     *
     * @param userName the name as the client gave it
     * @return true if it is
     */
    default boolean takes(String userName) {
        return false;
    }

    /**
     * The sessions behind a login. Does not block.
     *
     * @return those of now, the oldest first
     */
    default List<ProxiedSession> sessions() {
        return List.of();
    }

    /**
     * Mails that passed without a copy. Does not block.
     *
     * @return how many, since the role started
     */
    default long uncopied() {
        return 0;
    }

    /**
     * The credentials of a login.
     *
     * @param mechanism the SASL mechanism (RFC 4422) such as {@code PLAIN}, or {@code USER} for POP3 USER/PASS
     * @param userName the name as the client gave it, with its separators
     * @param password the password or token; the array itself, so that the role can overwrite it
     * @param helo what the client called itself before, not verified; empty where the protocol does not ask for it
     */
    record Login(String mechanism, String userName, char[] password, String helo) {

        /**
         * The credentials of a client without a name of its own.
         *
         * @param mechanism see there
         * @param userName see there
         * @param password see there
         */
        public Login(String mechanism, String userName, char[] password) {
            this(mechanism, userName, password, "");
        }

        /**
         * Without the password.
         *
         * @return mechanism only, since a name belongs to a person too
         */
        @Override
        public String toString() {
            return "Login[mechanism=" + mechanism + "]";
        }
    }
}
