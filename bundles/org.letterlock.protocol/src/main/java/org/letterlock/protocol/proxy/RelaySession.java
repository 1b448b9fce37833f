package org.letterlock.protocol.proxy;

import java.util.EnumSet;
import java.util.Set;
import org.letterlock.protocol.smtp.SmtpCapabilities;
import org.letterlock.protocol.smtp.SmtpExtension;
import org.letterlock.protocol.smtp.SmtpServerEngine;
import org.letterlock.protocol.smtp.SmtpServerGreetings;
import org.letterlock.protocol.smtp.SmtpServerLimits;

/** The client's side of a relayed session. */
public final class RelaySession {

    private static final Set<SmtpExtension> OURS = Set.of(
            SmtpExtension.PIPELINING, SmtpExtension.SIZE, SmtpExtension.LIMITS, SmtpExtension.ENHANCEDSTATUSCODES);

    /** What passes unchanged where the server can do it. */
    private static final Set<SmtpExtension> RELAYED =
            Set.of(SmtpExtension.EIGHTBITMIME, SmtpExtension.SMTPUTF8, SmtpExtension.DSN);

    private RelaySession() {}

    /**
     * Makes the engine that goes on with a client behind its login. To another EHLO it offers what the server can do, too; the
     * largest mail is the smaller one of both.
     *
     * @param hostname the gateway's name
     * @param limits the gateway's
     * @param upstream what the server can do
     * @param helo what the client called itself before
     * @param extended whether it said EHLO
     * @return the engine
     */
    public static SmtpServerEngine server(
            String hostname, SmtpServerLimits limits, SmtpCapabilities upstream, String helo, boolean extended) {
        SmtpServerLimits both =
                limits.withMaxMessageOctets(Math.min(limits.maxMessageOctets(), upstream.maxMessageOctets()));
        Set<SmtpExtension> offered = EnumSet.copyOf(RELAYED);
        offered.retainAll(upstream.extensions());
        offered.addAll(OURS);
        return SmtpServerEngine.loggedIn(both, new SmtpServerGreetings(hostname, both, offered), helo, extended);
    }
}
