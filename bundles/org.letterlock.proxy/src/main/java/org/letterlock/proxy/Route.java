package org.letterlock.proxy;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.letterlock.intake.api.Capture;
import org.letterlock.intake.api.Intake;
import org.letterlock.intake.api.IntakeException;
import org.letterlock.intake.api.ProxiedTransaction;
import org.letterlock.mail.api.Envelope;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.Peer;
import org.letterlock.mail.api.TlsInfo;
import org.letterlock.mailbox.api.ProxyAccess;
import org.letterlock.protocol.proxy.CopyPolicy;
import org.letterlock.protocol.proxy.ProxyLogin;
import org.letterlock.transport.api.Connection;

/**
 * From where to where mails pass, and what is done with them.
 *
 * @param login the user name of the login, taken apart
 * @param mailbox who gets the copies
 * @param access what the session may do, as of its login
 */
public record Route(ProxyLogin login, MailboxId mailbox, ProxyAccess access) {

    /** Checks for null. */
    public Route {
        Objects.requireNonNull(login, "login");
        Objects.requireNonNull(mailbox, "mailbox");
        Objects.requireNonNull(access, "access");
    }

    /**
     * What becomes of mails without a copy.
     *
     * @return the mailbox's policy
     */
    public CopyPolicy policy() {
        if (!access.copied()) {
            return CopyPolicy.NO_COPIES;
        }
        return access.rules().failOpen() ? CopyPolicy.FAIL_OPEN : CopyPolicy.FAIL_CLOSED;
    }

    /**
     * Begins a copy; the services are leased for that mail alone.
     *
     * @param services the services of now
     * @param protocol how the mail passes
     * @param envelope its envelope, null if nobody knows it
     * @param peer the client
     * @return the copy
     * @throws IntakeException if none can be made now, the intake being away among other reasons
     */
    public ProxiedTransaction begin(
            ProxyServices services, Capture.Protocol protocol, @Nullable Envelope envelope, Peer peer)
            throws IntakeException {
        Intake intake = services.intake();
        if (intake == null) {
            throw new IntakeException(IntakeException.Reason.AWAY, "the intake is not there", null);
        }
        return intake.beginProxied(mailbox, new Capture(protocol, login.host(), login.user()), envelope, peer);
    }

    /**
     * The client, as trace headers tell of it.
     *
     * @param client its connection
     * @param helo what it called itself, empty where the protocol does not ask for it
     * @param with the protocol's name in a Received header
     * @return the peer
     */
    public static Peer peer(Connection client, String helo, String with) {
        TlsInfo tls = client.tls()
                .map(session -> new TlsInfo(session.getProtocol(), session.getCipherSuite()))
                .orElse(null);
        return new Peer(client.remoteAddress(), helo, with, tls);
    }

    /**
     * For the log: nothing of the user.
     *
     * @param client the client's connection
     * @return a part of a line
     */
    public String describe(Connection client) {
        return "mailbox=" + mailbox + " peer=" + client.remoteAddress().getHostString() + " server=" + login.host();
    }

    /** Without the user's name. */
    @Override
    public String toString() {
        return "Route[mailbox=" + mailbox + "]";
    }
}
